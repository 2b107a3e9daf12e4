package org.batchrunner.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.batchrunner.intake.Intake;
import org.batchrunner.ledger.Ledger;

/** Opens the queue of tasks of a batch. */
public final class Admitters {

  private final Intake intake;
  private final InputStore inputs;
  private final Preparation preparation;
  private final Corpora corpora;
  private final Holds holds;
  private final PriorCalls prior;
  private final Tally tally;

  public Admitters(
      Intake intake,
      InputStore inputs,
      Preparation preparation,
      Corpora corpora,
      Ledger ledger,
      CallsInFlight inFlight,
      Tally tally) {
    this.intake = intake;
    this.inputs = inputs;
    this.preparation = preparation;
    this.corpora = corpora;
    this.tally = tally;
    Debate debate = new Debate(corpora);
    this.prior = new PriorCalls(ledger, preparation, debate);
    this.holds = new Holds(ledger, inFlight, new Foresight(debate, new Judge(preparation), ledger));
  }

  /** A batch whose documents are not what they were is paused: nothing is handed out. */
  Admitter open(ActiveBatch batch) {
    corpora.problem(batch.context()).ifPresent(problem -> batch.stop(StopRequest.PAUSE, problem));
    try {
      return new Admitter(
          batch,
          intake.open(inputs.input(batch.id()), batch.options()).tasks(),
          preparation,
          holds,
          prior,
          tally);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
