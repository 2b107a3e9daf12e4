package org.batchrunner.flow;

import org.apache.camel.Exchange;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.run.EndedRun;
import org.batchrunner.batch.run.RecordedResult;
import org.batchrunner.batch.run.Recorder;
import org.batchrunner.batch.run.SkippedTask;
import org.jspecify.annotations.Nullable;

/** Writes a result in the ledger. Named by the route {@code record}. */
public final class RecordStep {

  private final Recorder recorder;

  RecordStep(Recorder recorder) {
    this.recorder = recorder;
  }

  /** Records a run that ended, or a task that did not run. */
  public void record(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    @Nullable ActiveBatch batch = exchange.getProperty(TotalsStrategy.BATCH, ActiveBatch.class);
    RecordedResult recorded =
        body instanceof EndedRun ended
            ? record(batch, ended)
            : recorder.record(batch.context(), (SkippedTask) body);
    exchange.getMessage().setBody(recorded);
    if (batch != null) { // otherwise it runs for another program
      batch.resultToWrite();
    }
  }

  /** What may be every row's failure is held back until that is known. */
  private RecordedResult record(@Nullable ActiveBatch batch, EndedRun ended) {
    if (batch == null) {
      return recorder.record(ended);
    }
    if (batch.suspicions().holdBack(ended)) {
      RecordedResult undone = recorder.record(new EndedRun(ended.run(), null));
      batch.suspicions().keep(ended);
      return undone;
    }
    batch.suspicions().forget(ended.run());
    RecordedResult recorded = recorder.record(ended);
    if (ended.result() == null && batch.stopRequest().skipsTasks()) {
      batch.suspicions().putBack(ended.run().task());
    }
    return recorded;
  }
}
