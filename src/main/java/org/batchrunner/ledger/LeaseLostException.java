package org.batchrunner.ledger;

/** The batch has been claimed anew since this epoch: whoever holds the old one must stop. */
public final class LeaseLostException extends LedgerException {

  private static final long serialVersionUID = 1L;

  LeaseLostException(long batch, long epoch, long current) {
    super(
        "batch number %d is worked by another since: epoch %d, now %d"
            .formatted(batch, epoch, current));
  }

  LeaseLostException(String id, String owner) {
    super("batch %s is no longer held by %s".formatted(id, owner));
  }
}
