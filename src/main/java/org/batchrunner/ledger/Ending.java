package org.batchrunner.ledger;

import org.batchrunner.common.Json;
import org.batchrunner.task.Result;

/**
 * A result, ready to be written.
 *
 * @param json of the result
 */
record Ending(Result result, String json, long promptTokens, long completionTokens) {

  static Ending of(Result result) {
    return of(result, Json.write(result));
  }

  /** Whether it tells the same money, tokens and attempts. */
  boolean figuresEqual(Ending other) {
    return result.spent().equals(other.result.spent())
        && result.costEstimate().equals(other.result.costEstimate())
        && result.attempts() == other.result.attempts()
        && promptTokens == other.promptTokens
        && completionTokens == other.completionTokens;
  }

  static Ending of(Result result, String json) {
    return new Ending(result, json, result.promptTokens(), result.completionTokens());
  }
}
