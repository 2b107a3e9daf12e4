package org.batchrunner.batch.run;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.batch.EventLog;
import org.batchrunner.batch.LoggedWrites;
import org.batchrunner.batch.accept.Redactors;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.metrics.Counters;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.SoftCap;
import org.batchrunner.task.CapMode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;

/**
 * Writes results in the ledger, redacted, and applies the task's cap of {@code cap-mode: soft}.
 * Every result passes here, so that none leaves as it came.
 */
public final class Recorder {

  private final Ledger ledger;
  private final Redactors redactors;
  private final Counters tally;

  public Recorder(Ledger ledger, Redactors redactors, Counters tally) {
    this.ledger = ledger;
    this.redactors = redactors;
    this.tally = tally;
  }

  /** Records a run that ended. The next task need not wait until it is committed. */
  public RecordedResult record(EndedRun ended) {
    Result result = ended.result();
    BatchContext context = ended.run().context();
    if (result == null) {
      return RecordedResult.undone(ended.run().task(), giveBack(ended.run()));
    }
    Options options = ended.run().options();
    return write(context, ended.run().task(), redactors.redact(options, softCap(options, result)));
  }

  /** Its unsent calls cost nothing; those that were sent have been settled. */
  private CompletableFuture<Boolean> giveBack(Run run) {
    BatchContext context = run.context();
    return LoggedWrites.change(
            ledger.money().withdraw(context.no(), context.epoch(), List.of(run.task().seq())))
        .handle((withdrawn, failure) -> false);
  }

  /** Records the result of a task that did not run. */
  public RecordedResult record(BatchContext context, SkippedTask refused) {
    return write(context, refused.task(), redactors.redact(context.options(), refused.result()));
  }

  private RecordedResult write(BatchContext context, Task task, Result result) {
    StoredResult stored = StoredResult.of(result);
    CompletableFuture<Boolean> committed =
        ledger.money().record(context.no(), context.epoch(), stored);
    return new RecordedResult(
        task, stored, committed.thenApply(fresh -> counted(context, result, fresh)));
  }

  private boolean counted(BatchContext context, Result result, boolean fresh) {
    if (fresh) {
      tally.ended(result.status());
      EventLog.ended(context.batch(), result);
    }
    return fresh;
  }

  private static Result softCap(Options options, Result result) {
    boolean blocked =
        options.capMode() == CapMode.SOFT
            && SoftCap.exceeded(options.perRunCap(), result.costEstimate());
    return blocked
        ? result.blocked(
            Status.BLOCKED_COST_CAP,
            "Per-run cap %s exceeded (est %s)"
                .formatted(
                    options.perRunCap().format(Dollars.CAP_DECIMALS),
                    result.costEstimate().format(Dollars.COST_DECIMALS)))
        : result;
  }
}
