package org.batchrunner.ledger;

/** The batch has been claimed anew since this epoch: whoever holds the old one must stop. */
public final class LeaseLost extends LedgerException {

  private static final long serialVersionUID = 1L;

  LeaseLost(long batch, long epoch, long current) {
    super(
        "batch number %d is worked by another since: epoch %d, now %d"
            .formatted(batch, epoch, current));
  }

  LeaseLost(String id, String owner) {
    super("batch %s is no longer held by %s".formatted(id, owner));
  }
}
