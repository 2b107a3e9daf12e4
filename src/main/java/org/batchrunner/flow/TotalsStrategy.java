package org.batchrunner.flow;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.batchrunner.batch.ActiveBatch;
import org.batchrunner.batch.Batches;
import org.batchrunner.batch.Recorded;
import org.jspecify.annotations.Nullable;

/**
 * The cost-cap aggregator: folds each result into its batch's totals, which caps are held against,
 * and frees its slot. What comes out of the split is the batch.
 */
final class TotalsStrategy implements AggregationStrategy {

  private final Batches batches;

  TotalsStrategy(Batches batches) {
    this.batches = batches;
  }

  @Override
  public Exchange aggregate(@Nullable Exchange old, Exchange ended) {
    Object body = ended.getMessage().getBody();
    ActiveBatch batch = ended.getProperty(BATCH, ActiveBatch.class);
    if (body instanceof Recorded recorded) {
      batch.ended(recorded.result());
    } else {
      batch.ended(null);
    }
    if (ended.getException() != null) {
      batches.failed(batch, ended.getException());
      ended.setException(null);
    }
    ended.getMessage().setBody(batch);
    return ended;
  }

  static final String BATCH = "batch";
}
