package org.batchrunner.batch.active;

import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.task.Totals;

/** What the results of a batch add up to, as the ledger has it. */
public final class Sums {

  private Sums() {}

  public static Totals of(BatchRecord batch) {
    org.batchrunner.ledger.Totals sums = batch.totals();
    return Totals.of(
        sums.byStatus(),
        sums.cost(),
        sums.budget().spent(),
        sums.budget().atRisk(),
        sums.promptTokens(),
        sums.completionTokens(),
        sums.reused(),
        sums.saved());
  }
}
