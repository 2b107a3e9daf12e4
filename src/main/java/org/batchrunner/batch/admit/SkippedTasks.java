package org.batchrunner.batch.admit;

import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.run.PriorCalls;
import org.batchrunner.batch.run.SkippedTask;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.SoftCap;
import org.batchrunner.task.CapMode;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/** The results of tasks that do not run, each with its reason. */
final class SkippedTasks {

  private final ActiveBatch batch;
  private final PriorCalls prior;

  SkippedTasks(ActiveBatch batch, PriorCalls prior) {
    this.batch = batch;
    this.prior = prior;
  }

  /** Why no task of this batch may begin now; null if one may. */
  @Nullable SkippedTask refuse(Task task) {
    Options options = batch.options();
    return switch (batch.stopRequest()) {
      case CANCEL -> without(task, Status.CANCELLED, "the batch was cancelled");
      case BREACH -> without(task, Status.SKIPPED_BATCH_CAP, stopReason());
      case NONE, PAUSE, REFUSED, PAUSE_BY_USER, LEAVE, CLAIM_AGAIN, TAKEN_OVER ->
          options.capMode() == CapMode.SOFT
                  && SoftCap.reached(options.perBatchCap(), batch.totals().cost())
                  && mayCost()
              ? without(task, Status.SKIPPED_BATCH_CAP, softReason())
              : null;
    };
  }

  private boolean mayCost() {
    return batch.context().mode() == Mode.REAL;
  }

  SkippedTask filtered(Task task, String reason) {
    return without(task, Status.FILTERED, reason);
  }

  SkippedTask failed(Task task, String error) {
    SkippedTask failed = without(task, Status.FAILED, null);
    return new SkippedTask(task, failed.result().withError(error));
  }

  SkippedTask blocked(Task task, Options options, Dollars worst) {
    return without(
        task,
        Status.BLOCKED_COST_CAP,
        "Per-run cap %s exceeded (worst case %s)"
            .formatted(
                options.perRunCap().format(Dollars.CAP_DECIMALS),
                worst.format(Dollars.COST_DECIMALS)));
  }

  SkippedTask skipped(Task task, Options options, Dollars worst) {
    return without(
        task,
        Status.SKIPPED_BATCH_CAP,
        "Per-batch cap %s leaves too little for this task (worst case %s)"
            .formatted(
                options.perBatchCap().format(Dollars.CAP_DECIMALS),
                worst.format(Dollars.COST_DECIMALS)));
  }

  private String softReason() {
    return "Per-batch cap %s reached (spent %s)"
        .formatted(
            batch.options().perBatchCap().format(Dollars.CAP_DECIMALS),
            batch.totals().cost().format(Dollars.COST_DECIMALS));
  }

  private String stopReason() {
    String reason = batch.reason();
    return "the batch was stopped" + (reason == null ? "" : ": " + reason);
  }

  private SkippedTask without(Task task, Status status, @Nullable String reason) {
    Result bare = Result.without(task, status, reason, batch.context().mode());
    return new SkippedTask(task, prior.billed(batch.context(), batch.prior().keySet(), task, bare));
  }
}
