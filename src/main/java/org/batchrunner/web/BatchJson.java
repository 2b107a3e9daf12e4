package org.batchrunner.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.batchrunner.batch.manage.BatchView;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.RequestedState;
import org.batchrunner.money.Dollars;
import org.batchrunner.outbox.Progress;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Status;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/**
 * A batch in the API.
 *
 * @param source the name of the task file
 * @param reason why the batch is in its state; null if there is no special reason
 * @param wanted the state that the user requested: {@code run}, {@code pause} or {@code cancel}
 * @param done the number of tasks that ended, whatever their status
 * @param cost the sum of {@code cost_estimate}
 * @param spent all money that was or may have been billed
 * @param held the money that is reserved for running tasks
 * @param atRisk the part of {@code spent} that may not have been billed
 * @param released the money that lost calls were charged with and that was given back
 * @param release the option: {@code never}, {@code after-24h} or {@code by-hand}
 * @param tasksPerS tasks per second now; null if unknown
 * @param etaS seconds to the end at the present rate; null if unknown
 * @param resumesAt when the pause ends automatically; null if it does not
 * @param can the operations that are possible now
 */
@JsonNaming(SnakeCaseStrategy.class)
record BatchJson(
    String batch,
    String source,
    BatchState state,
    @Nullable String reason,
    String wanted,
    Mode mode,
    long total,
    long done,
    Map<Status, Long> byStatus,
    Dollars cost,
    Dollars spent,
    Dollars held,
    Dollars atRisk,
    Dollars released,
    String release,
    Dollars perRunCap,
    Dollars perBatchCap,
    String capMode,
    int concurrency,
    String workflow,
    long promptTokens,
    long completionTokens,
    @Nullable BigDecimal tasksPerS,
    @Nullable Long etaS,
    Instant accepted,
    @Nullable Instant started,
    @Nullable Instant finished,
    @Nullable Instant resumesAt,
    String corpusHash,
    Can can) {

  /** The operations that are possible for a batch now. */
  record Can(
      boolean pause, boolean resume, boolean cancel, boolean retry, boolean set, boolean release) {

    static Can of(BatchRecord batch, Map<Status, Long> byStatus) {
      boolean ended = batch.state().ended();
      boolean cancelling = batch.wanted() == RequestedState.CANCEL;
      boolean pausing =
          batch.state() == BatchState.PAUSED || batch.wanted() == RequestedState.PAUSE;
      boolean retry =
          ended
              && byStatus.keySet().stream()
                  .anyMatch(status -> !status.endedWell() && status != Status.PENDING);
      boolean open = !ended && !cancelling;
      return new Can(
          open && !pausing,
          open && pausing,
          open,
          retry,
          open || retry,
          !batch.budget().atRisk().isZero());
    }
  }

  static BatchJson of(BatchView view, OptionalDouble rate) {
    BatchRecord batch = view.batch();
    Options options = batch.options();
    Progress progress = view.progress();
    return new BatchJson(
        batch.id(),
        batch.source(),
        batch.state(),
        batch.reason(),
        batch.wanted().name().toLowerCase(Locale.ROOT),
        batch.mode(),
        progress.total(),
        progress.done(),
        progress.byStatus(),
        progress.cost(),
        progress.spent(),
        progress.held(),
        progress.atRisk(),
        batch.released(),
        options.release().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        options.perRunCap(),
        options.perBatchCap(),
        options.capMode().name().toLowerCase(Locale.ROOT),
        options.concurrency(),
        options.workflow().name().toLowerCase(Locale.ROOT),
        progress.promptTokens(),
        progress.completionTokens(),
        rate.isPresent()
            ? BigDecimal.valueOf(rate.getAsDouble()).setScale(2, RoundingMode.HALF_UP)
            : null,
        eta(progress, rate),
        batch.acceptedAt(),
        batch.startedAt(),
        batch.finishedAt(),
        batch.probe() == null ? null : batch.probe().at(),
        batch.corpusHash(),
        Can.of(batch, progress.byStatus()));
  }

  private static @Nullable Long eta(Progress progress, OptionalDouble rate) {
    if (progress.state().ended()) {
      return 0L;
    }
    return rate.isPresent() && rate.getAsDouble() > 0
        ? Long.valueOf((long) Math.ceil((progress.total() - progress.done()) / rate.getAsDouble()))
        : null;
  }
}
