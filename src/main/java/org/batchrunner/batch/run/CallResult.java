package org.batchrunner.batch.run;

import org.batchrunner.task.Reply;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call after all its attempts.
 *
 * @param reply null unless the ending is {@link Ending#REPLIED}
 * @param error what happened, where, and what to do; null if replied
 */
public record CallResult(
    CallInProgress calling, Ending ending, @Nullable Reply reply, @Nullable String error) {

  /** How a call ended. */
  public enum Ending {
    REPLIED,
    /** No attempt brought a usable reply. */
    FAILED,
    /** The task's cap refused a further attempt. */
    REFUSED_BY_RUN_CAP,
    /** The batch's cap refused a further attempt. */
    REFUSED_BY_BATCH_CAP,
    /** The program stops, or the account is out of credit: the task stays undone. */
    UNDONE
  }

  public static CallResult replied(CallInProgress calling, Reply reply) {
    return new CallResult(calling, Ending.REPLIED, reply, null);
  }

  public static CallResult not(CallInProgress calling, Ending ending, String error) {
    return new CallResult(calling, ending, null, error);
  }

  /** Whether the run can't go on to a publication. */
  boolean endsRun() {
    return ending != Ending.REPLIED && ending != Ending.FAILED;
  }
}
