package org.batchrunner.ledger;

import org.batchrunner.task.Json;
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

  static Ending of(Result result, String json) {
    return new Ending(result, json, result.promptTokens(), result.completionTokens());
  }
}
