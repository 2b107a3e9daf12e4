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
            ? recorder.record(ended)
            : recorder.record(batch.context(), (NotRun) body);
    exchange.getMessage().setBody(recorded);
    if (batch != null) { // it is worked for another program otherwise
      batch.resultToWrite();
    }
  }
}
