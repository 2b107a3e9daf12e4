package org.batchrunner.outbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Status;
import org.batchrunner.task.Totals;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a batch: the object in {@code progress.json}.
 *
 * @param total its tasks
 * @param done tasks that ended, whatever their status
 * @param byStatus how many of the done have each status
 * @param cost the sum of {@code cost_estimate}
 * @param spent all that was or may have been billed
 * @param held set aside for tasks that run
 * @param atRisk the part of {@code spent} that is not known to have been billed
 * @param reason why it is in its state; only where that needs a reason
 * @param nextProbe when the next call tests whether an account has credit again; only if the batch
 *     waits for it
 * @param etaS seconds to its end at the present rate; null where that is not known
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Progress(
    String batch,
    BatchState state,
    long total,
    long done,
    Map<Status, Long> byStatus,
    Dollars cost,
    Dollars spent,
    Dollars held,
    Dollars atRisk,
    long promptTokens,
    long completionTokens,
    @Nullable Instant started,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object nextProbe,
    @Nullable Long etaS) {

  /**
   * @param batch whose money counts
   * @param totals of the results so far
   */
  public static Progress of(BatchFacts batch, Totals totals) {
    Map<Status, Long> ended = new EnumMap<>(Status.class);
    ended.putAll(totals.byStatus());
    ended.remove(Status.PENDING);
    return new Progress(
        batch.id(),
        batch.state(),
        batch.total(),
        totals.done(),
        ended,
        totals.cost(),
        batch.spent(),
        batch.held(),
        batch.atRisk(),
        totals.promptTokens(),
        totals.completionTokens(),
        batch.started(),
        batch.reason(),
        batch.more().get("next_probe"),
        null);
  }

  Progress withEta(@Nullable Long seconds) {
    return new Progress(
        batch,
        state,
        total,
        done,
        byStatus,
        cost,
        spent,
        held,
        atRisk,
        promptTokens,
        completionTokens,
        started,
        reason,
        nextProbe,
        seconds);
  }
}
