package org.batchrunner.batch.admit;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.StopRequest;
import org.batchrunner.batch.call.SharedCalls;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.batch.run.CallPlanner;
import org.batchrunner.batch.run.Debate;
import org.batchrunner.batch.run.Judge;
import org.batchrunner.batch.run.PriorCalls;
import org.batchrunner.batch.run.ReplyReplay;
import org.batchrunner.common.Ticker;
import org.batchrunner.intake.Intake;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.metrics.Counters;

/** Opens the queue of tasks of a batch. */
public final class TaskAdmitterFactory {

  private final Intake intake;
  private final InputStore inputs;
  private final CallPlanner preparation;
  private final CorpusRegistry corpora;
  private final HoldService holds;
  private final PriorCalls prior;
  private final Counters tally;
  private final Ticker ticker;

  public TaskAdmitterFactory(
      Intake intake,
      InputStore inputs,
      CallPlanner preparation,
      CorpusRegistry corpora,
      Ledger ledger,
      SharedCalls inFlight,
      Counters tally,
      Ticker ticker) {
    this.intake = intake;
    this.inputs = inputs;
    this.preparation = preparation;
    this.corpora = corpora;
    this.tally = tally;
    this.ticker = ticker;
    Debate debate = new Debate(corpora);
    this.prior = new PriorCalls(ledger, preparation, debate);
    this.holds =
        new HoldService(ledger, inFlight, new ReplyReplay(debate, new Judge(preparation), ledger));
  }

  /** A batch whose documents are not what they were is paused: nothing is handed out. */
  public TaskAdmitter open(ActiveBatch batch) {
    corpora.problem(batch.context()).ifPresent(problem -> batch.stop(StopRequest.PAUSE, problem));
    try {
      return new TaskAdmitter(
          batch,
          intake.open(inputs.input(batch.id()), batch.options()).tasks(),
          preparation,
          holds,
          prior,
          tally,
          ticker);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
