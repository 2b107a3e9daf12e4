package org.batchrunner.batch.call;

import java.util.Optional;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.provider.SendCancelledException;

/** The one answer to whether a call may go: asked before it begins and right before it is sent. */
final class CallGate {

  private final ActiveBatches batches;

  CallGate(ActiveBatches batches) {
    this.batches = batches;
  }

  /** Whether the user wants no further task: then a call does not wait for its provider either. */
  boolean isHalted(CallInProgress calling) {
    return batches
        .known(calling.run().context().batch())
        .map(batch -> batch.stopRequest().isByUser())
        .orElse(false);
  }

  /** Whether the program and the batch let a call, or a further attempt at it, begin. */
  boolean mayGoOn(CallInProgress calling) {
    return batches
        .known(calling.run().context().batch())
        .map(ActiveBatch::letsCallsBegin)
        .orElse(true);
  }

  /** This program may have stood still: then another may have the batch by now. */
  void awaitLease(CallInProgress calling) throws InterruptedException {
    Optional<ActiveBatch> mine = batches.find(calling.run().context().batch());
    if (mine.isPresent()) {
      mine.get().awaitLease();
    }
  }

  /**
   * The last look before a request is made.
   *
   * @throws SendCancelledException if the batch's lease may have run out, or no further call may
   *     begin
   */
  void checkBeforeSending(CallInProgress calling) throws SendCancelledException {
    Optional<ActiveBatch> known = batches.known(calling.run().context().batch());
    if (known.isPresent() && !known.get().onLease()) {
      throw new SendCancelledException(SendCancelledException.Reason.LEASE_UNSURE);
    }
    if (!mayGoOn(calling)) {
      throw new SendCancelledException(SendCancelledException.Reason.BATCH_STOPS);
    }
  }
}
