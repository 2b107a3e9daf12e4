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
  private final OutboxSteps outbox;

  TotalsStrategy(ActiveBatches batches, OutboxSteps outbox) {
    this.batches = batches;
    this.outbox = outbox;
  }

  @Override
  public Exchange aggregate(@Nullable Exchange old, Exchange ended) {
    Object body = ended.getMessage().getBody();
    ActiveBatch batch = ended.getProperty(BATCH, ActiveBatch.class);
    if (body instanceof RecordedResult recorded) {
      if (ended.getException() != null) { // in a step after it was recorded
        outbox.missed(batch, recorded);
        batches.failed(batch, RouteFailures.ofTask(ended));
      }
      batch.ended(recorded.result());
    } else {
      batches.failed(batch, RouteFailures.ofTask(ended));
      batch.ended(null);
    }
    // What the batch goes on with must not look like a route that failed or was stopped.
    ended.setException(null);
    ended.setRouteStop(false);
    ended.setRollbackOnly(false);
    ended.getExchangeExtension().setErrorHandlerHandled(null);
    ended.getExchangeExtension().setRedeliveryExhausted(false);
    ended.getMessage().setBody(batch);
    return ended;
  }
}
