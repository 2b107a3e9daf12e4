package org.batchrunner.batch.run;

import java.util.concurrent.TimeUnit;
import org.batchrunner.common.Ticker;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Status;
import org.batchrunner.workflow.Publication;
import org.batchrunner.workflow.PublicationRule;

/** Chooses what a run publishes. Named by the route {@code publish}. */
public final class PublishStep {

  private static final double MILLIS_PER_SECOND = 1000;

  private final Ticker ticker;

  public PublishStep(Ticker ticker) {
    this.ticker = ticker;
  }

  public EndedRun publish(DebateState drafts) {
    Run run = drafts.run();
    CallResult broken = drafts.broken();
    if (broken != null && broken.ending() == CallResult.Ending.UNDONE) {
      return new EndedRun(run, null);
    }
    Publication outcome = broken == null ? outcome(drafts) : capped(drafts, broken);
    return new EndedRun(run, outcome.result(figures(run)));
  }

  private static Publication outcome(DebateState drafts) {
    Run run = drafts.run();
    PublicationRule publish = new PublicationRule(run.options(), run.context().grounded());
    return switch (run.workflow()) {
      case SINGLE -> publish.single(drafts.drafts().get(0));
      case DEBATE -> publish.debate(drafts.drafts(), drafts.judgment());
      case EACH -> publish.each(drafts.drafts());
    };
  }

  private static Publication capped(DebateState drafts, CallResult broken) {
    Run run = drafts.run();
    Dollars needed = run.spent().plus(broken.calling().call().worst());
    return broken.ending() == CallResult.Ending.REFUSED_BY_RUN_CAP
        ? Publication.ended(
            Status.BLOCKED_COST_CAP,
            "Per-run cap %s exceeded (worst case %s with a further attempt)"
                .formatted(
                    run.options().perRunCap().format(Dollars.CAP_DECIMALS),
                    needed.format(Dollars.COST_DECIMALS)),
            drafts.drafts(),
            null)
        : Publication.ended(
            Status.SKIPPED_BATCH_CAP,
            "Per-batch cap %s leaves too little for a further attempt (worst case %s)"
                .formatted(
                    run.options().perBatchCap().format(Dollars.CAP_DECIMALS),
                    broken.calling().call().worst().format(Dollars.COST_DECIMALS)),
            drafts.drafts(),
            null);
  }

  private org.batchrunner.workflow.RunFigures figures(Run run) {
    return new org.batchrunner.workflow.RunFigures(
        run.task(),
        run.context().mode(),
        run.context().corpusHash(),
        run.usages(),
        run.attempts(),
        TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - run.startedNanos()) / MILLIS_PER_SECOND,
        run.settled(),
        run.spent(),
        run.reuse(),
        run.billNotes());
  }
}
