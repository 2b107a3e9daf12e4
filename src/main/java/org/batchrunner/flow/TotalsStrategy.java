package org.batchrunner.flow;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.run.RecordedResult;
import org.jspecify.annotations.Nullable;

/**
 * The cost-cap aggregator: folds each result into its batch's totals, which caps are held against,
 * and frees its slot. What comes out of the split is the batch.
 */
final class TotalsStrategy implements AggregationStrategy {

  static final String BATCH = "batch";

  private final ActiveBatches batches;

  TotalsStrategy(ActiveBatches batches) {
    this.batches = batches;
  }

  @Override
  public Exchange aggregate(@Nullable Exchange old, Exchange ended) {
    Object body = ended.getMessage().getBody();
    ActiveBatch batch = ended.getProperty(BATCH, ActiveBatch.class);
    if (body instanceof RecordedResult recorded) {
      batch.ended(recorded.result());
    } else {
      batches.failed(batch, failure(ended));
      batch.ended(null);
    }
    ended.setException(null);
    ended.getMessage().setBody(batch);
    return ended;
  }

  private static Throwable failure(Exchange ended) {
    return ended.getException() != null
        ? ended.getException()
        : new IllegalStateException(
            "a run ended with a %s instead of a result"
                .formatted(
                    ended.getMessage().getBody() == null
                        ? "null"
                        : ended.getMessage().getBody().getClass().getSimpleName()));
  }
}
