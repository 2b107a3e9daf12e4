package org.batchrunner.ledger;

/**
 * Thrown if a batch was claimed again by another program, so that the old holder of its lease must
 * stop.
 */
public final class LeaseLostException extends LedgerException {

  private static final long serialVersionUID = 1L;

  LeaseLostException(long batch, long epoch, long current) {
    super(
        "batch number %d was claimed by another program: its epoch was %d and is now %d"
            .formatted(batch, epoch, current));
  }

  LeaseLostException(String id, String owner) {
    super("batch %s is no longer held by %s".formatted(id, owner));
  }
}
