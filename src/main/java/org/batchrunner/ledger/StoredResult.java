package org.batchrunner.ledger;

import org.batchrunner.common.Json;
import org.batchrunner.task.Result;

/**
 * A result and its JSON as the ledger keeps it, so that it is written as JSON once only.
 *
 * @param json one line
 */
public record StoredResult(Result result, String json) {

  public static StoredResult of(Result result) {
    return new StoredResult(result, Json.write(result));
  }

  /**
   * @throws IllegalArgumentException if it is not the JSON of a result
   */
  public static StoredResult parse(String json) {
    boolean oneLine = json.indexOf('\n') < 0 && json.indexOf('\r') < 0;
    Result result = Json.read(json, Result.class);
    return oneLine ? new StoredResult(result, json) : of(result);
  }

  /** Returns whether it tells the same money, tokens and attempts. */
  boolean figuresEqual(StoredResult other) {
    return result.spent().equals(other.result.spent())
        && result.costEstimate().equals(other.result.costEstimate())
        && result.attempts() == other.result.attempts()
        && result.promptTokens() == other.result.promptTokens()
        && result.completionTokens() == other.result.completionTokens();
  }

  /** Without prompt and answer. */
  @Override
  public String toString() {
    return "%d %s".formatted(result.seq(), result.status().wire());
  }
}
