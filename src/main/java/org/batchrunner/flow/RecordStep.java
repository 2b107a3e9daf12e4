package org.batchrunner.flow;

import org.apache.camel.Exchange;
import org.batchrunner.batch.ActiveBatch;
import org.batchrunner.batch.Ended;
import org.batchrunner.batch.NotRun;
import org.batchrunner.batch.Recorded;
import org.batchrunner.batch.Recorder;
import org.jspecify.annotations.Nullable;

/** Writes a result in the ledger. Named by the route {@code record}. */
public final class RecordStep {

  private final Recorder recorder;

  RecordStep(Recorder recorder) {
    this.recorder = recorder;
  }

  /** Of a run that ended, or of a task that did not run. */
  public void record(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    @Nullable ActiveBatch batch = exchange.getProperty(TotalsStrategy.BATCH, ActiveBatch.class);
    Recorded recorded =
        body instanceof Ended ended
            ? record(batch, ended)
            : recorder.record(batch.context(), (NotRun) body);
    exchange.getMessage().setBody(recorded);
    if (batch != null) { // it is worked for another program otherwise
      batch.resultToWrite();
    }
  }

  /** What may be every row's failure is held back until that is known. */
  private Recorded record(@Nullable ActiveBatch batch, Ended ended) {
    if (batch == null) {
      return recorder.record(ended);
    }
    if (batch.suspicions().holdBack(ended)) {
      Recorded undone = recorder.record(new Ended(ended.run(), null));
      batch.suspicions().keep(ended);
      return undone;
    }
    batch.suspicions().forget(ended.run());
    Recorded recorded = recorder.record(ended);
    if (ended.result() == null && batch.stopRequest().skipsTasks()) {
      batch.suspicions().putBack(ended.run().task());
    }
    return recorded;
  }
}
