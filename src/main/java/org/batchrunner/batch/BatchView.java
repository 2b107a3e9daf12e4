package org.batchrunner.batch;

import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.money.Dollars;
import org.batchrunner.outbox.Progress;
import org.batchrunner.task.Totals;

/** A batch as the ledger has it, with what its results add up to. */
public record BatchView(BatchRecord batch, Totals totals) {

  public long done() {
    return totals.done();
  }

  public Dollars spent() {
    return batch.totals().spent();
  }

  public Dollars atRisk() {
    return batch.totals().budget().atRisk();
  }

  public Progress progress() {
    return Progress.of(Facts.of(batch, batch.reason()), totals);
  }
}
