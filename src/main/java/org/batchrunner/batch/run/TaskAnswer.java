package org.batchrunner.batch.run;

import org.batchrunner.common.Json;
import org.batchrunner.ledger.CreditProbe;
import org.jspecify.annotations.Nullable;

/**
 * What the program that worked a task tells the holder of its batch. The result itself is in the
 * ledger.
 *
 * @param reason why, as a sentence; null if the task is done
 * @param probe when it is tried whether there is credit again; null unless the account is out of it
 */
public record TaskAnswer(
    String batch, int seq, Ending ending, @Nullable String reason, @Nullable CreditProbe probe) {

  /** What became of the task, and what that means for its batch. */
  public enum Ending {
    /** Its result is in the ledger. */
    DONE,
    /** Its result is in the ledger, and a reply cost more than its bound. */
    BREACH,
    /** Not done: a provider's account is out of credit. */
    OUT_OF_CREDIT,
    /** Not done, in a way that would meet other tasks too. */
    FAILED,
    /** Not done here; it can be tried elsewhere. */
    LOST
  }

  public static TaskAnswer of(TaskMessage message, Ending ending, @Nullable String reason) {
    return new TaskAnswer(message.batch(), message.task().seq(), ending, reason, null);
  }

  public static TaskAnswer outOfCredit(
      TaskMessage message, @Nullable String reason, CreditProbe probe) {
    return new TaskAnswer(
        message.batch(), message.task().seq(), Ending.OUT_OF_CREDIT, reason, probe);
  }

  public static TaskAnswer read(String json) {
    return Json.read(json, TaskAnswer.class);
  }

  public String json() {
    return Json.write(this);
  }
}
