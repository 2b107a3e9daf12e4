package org.batchrunner.ledger;

import org.batchrunner.task.Result;

/**
 * A result, ready to be written.
 *
 * @param json of the result
 */
record Ending(Result result, String json) {

  static Ending of(Result result) {
    return new Ending(result, Texts.json(result));
  }
}
