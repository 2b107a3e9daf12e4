package org.batchrunner.flow;

import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.jspecify.annotations.Nullable;

/**
 * The batches that wait for their turn, so that none waits twice. One that falls out, since there
 * are too many, may wait twice; that is harmless, since a batch is claimed once.
 */
public final class QueuedBatches extends MemoryIdempotentRepository {

  private static final int MOST = 200_000;

  private final ActiveBatches batches;

  QueuedBatches(ActiveBatches batches) {
    this.batches = batches;
    setCacheSize(MOST);
  }

  /**
   * Takes a batch whose turn has come. Named by the route {@code batch}.
   *
   * @return null if another program works it, or nothing is to be done
   */
  public @Nullable ActiveBatch claim(String batch) {
    try {
      return batches.claim(batch);
    } finally {
      remove(batch);
    }
  }
}
