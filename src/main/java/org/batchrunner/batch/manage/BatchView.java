package org.batchrunner.batch.manage;

import java.time.Instant;
import org.batchrunner.batch.active.LeaseOwner;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.money.Dollars;
import org.batchrunner.outbox.Progress;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Totals;

/** A batch as the ledger has it, as it is shown. */
public record BatchView(BatchRecord batch) {

  public Totals totals() {
    return batch.totals();
  }

  public long done() {
    return totals().done();
  }

  public Dollars spent() {
    return batch.totals().spent();
  }

  public Dollars atRisk() {
    return batch.budget().atRisk();
  }

  /** Whether a program works it now: one that holds its lease, and is not known to be gone. */
  public boolean isWorked(Instant now) {
    String owner = batch.leaseOwner();
    return owner != null && batch.leased(now) && !LeaseOwner.HERE.knowsDead(owner);
  }

  /**
   * The word for its state that people read. A batch that was begun and that nobody works is
   * interrupted, while its state is {@code accepted} or {@code running} still.
   */
  public String word(Instant now) {
    return isInterrupted(now) ? "interrupted" : batch.state().wire();
  }

  /** Whether it was begun, has not ended, and nobody works it. */
  public boolean isInterrupted(Instant now) {
    boolean open = batch.state() == BatchState.ACCEPTED || batch.state() == BatchState.RUNNING;
    return open && batch.startedAt() != null && !isWorked(now);
  }

  public Progress progress() {
    return Progress.of(BatchFactsFactory.of(batch, batch.reason()), totals());
  }
}
