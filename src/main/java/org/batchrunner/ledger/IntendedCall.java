package org.batchrunner.ledger;

import java.time.Instant;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Phase;

/**
 * A call that is about to be made.
 *
 * @param seq of its task
 * @param no 1, 2, 3 ... within the task
 * @param worst upper bound of what it costs
 */
public record IntendedCall(int seq, int no, Phase phase, ModelId model, Dollars worst) {

  /** Returns the call as it is stored in the ledger at first. */
  CallRecord call() {
    return new CallRecord(
        seq,
        no,
        phase,
        model,
        CallState.INTENDED,
        worst,
        Dollars.ZERO,
        null,
        null,
        null,
        null,
        null,
        null,
        Instant.EPOCH,
        null,
        0,
        CallProgress.UNKNOWN);
  }
}
