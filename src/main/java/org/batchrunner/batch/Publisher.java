package org.batchrunner.batch;

import java.util.concurrent.TimeUnit;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Status;
import org.batchrunner.workflow.Outcome;
import org.batchrunner.workflow.Publish;

/** Chooses what a run publishes. Named by the route {@code publish}. */
public final class Publisher {

  private static final double MILLIS_PER_SECOND = 1000;
  private static final int CAP_DECIMALS = 2;
  private static final int COST_DECIMALS = 4;

  public Ended publish(Drafts drafts) {
    Run run = drafts.run();
    Answer broken = drafts.broken();
    if (broken != null && broken.ending() == Answer.Ending.UNDONE) {
      return new Ended(run, null);
    }
    Outcome outcome = broken == null ? outcome(drafts) : capped(drafts, broken);
    return new Ended(run, outcome.result(figures(run)));
  }

  private static Outcome outcome(Drafts drafts) {
    Run run = drafts.run();
    Publish publish = new Publish(run.options(), run.context().grounded());
    return switch (run.workflow()) {
      case SINGLE -> publish.single(drafts.drafts().get(0));
      case DEBATE -> publish.debate(drafts.drafts(), drafts.judgment());
      case EACH -> publish.each(drafts.drafts());
    };
  }

  private static Outcome capped(Drafts drafts, Answer broken) {
    Run run = drafts.run();
    Dollars needed = run.spent().plus(broken.calling().call().worst());
    return broken.ending() == Answer.Ending.REFUSED_BY_RUN_CAP
        ? Outcome.ended(
            Status.BLOCKED_COST_CAP,
            "Per-run cap %s exceeded (worst case %s with a further attempt)"
                .formatted(
                    run.options().perRunCap().format(CAP_DECIMALS), needed.format(COST_DECIMALS)),
            drafts.drafts(),
            null)
        : Outcome.ended(
            Status.SKIPPED_BATCH_CAP,
            "Per-batch cap %s leaves too little for a further attempt (worst case %s)"
                .formatted(
                    run.options().perBatchCap().format(CAP_DECIMALS),
                    broken.calling().call().worst().format(COST_DECIMALS)),
            drafts.drafts(),
            null);
  }

  private static org.batchrunner.workflow.Run figures(Run run) {
    return new org.batchrunner.workflow.Run(
        run.task(),
        run.context().mode(),
        run.context().corpusHash(),
        run.usages(),
        run.attempts(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - run.startedNanos()) / MILLIS_PER_SECOND,
        run.settled(),
        run.spent(),
        run.reuse(),
        run.billNotes());
  }
}
