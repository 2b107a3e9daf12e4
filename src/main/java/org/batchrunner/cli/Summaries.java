package org.batchrunner.cli;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.batchrunner.batch.manage.BatchView;
import org.batchrunner.common.Count;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Mode;

/** Formats batches as text for a terminal. */
final class Summaries {

  private static final int MONEY = 4;
  private static final String ROW = "%-44s %-11s %12s %12s %10s%n";

  private Summaries() {}

  static String table(List<BatchView> views, Instant now) {
    if (views.isEmpty()) {
      return "There is no batch yet. Drop a task file into the inbox, or start one: batch-runner run FILE%n"
          .formatted();
    }
    StringBuilder table =
        new StringBuilder(ROW.formatted("BATCH", "STATE", "DONE", "SPENT", "CAP"));
    for (BatchView view : views) {
      BatchRecord batch = view.batch();
      table.append(
          ROW.formatted(
              batch.id(),
              view.word(now),
              view.done() + " of " + batch.total(),
              view.spent().format(MONEY),
              batch.options().perBatchCap().format(Dollars.CAP_DECIMALS)));
    }
    return table.toString();
  }

  static String text(BatchView view, RunningProgram program) {
    BatchRecord batch = view.batch();
    StringBuilder text = new StringBuilder();
    text.append("%s: %s%n".formatted(batch.id(), state(view, program.clock().instant())));
    text.append(
        "  %d of %s: %s%n".formatted(view.done(), Count.of(batch.total(), "task"), statuses(view)));
    program.inspection().notes(batch.id()).forEach(note -> text.append("  %s%n".formatted(note)));
    text.append(
        "  cost %s of %s%s%s%s%n"
            .formatted(
                view.totals().cost().format(MONEY),
                batch.options().perBatchCap().format(Dollars.CAP_DECIMALS),
                view.atRisk().isZero()
                    ? ""
                    : ", and at most " + view.atRisk().format(MONEY) + " more may have been billed",
                view.batch().released().isZero()
                    ? ""
                    : ", %s released".formatted(view.batch().released().format(MONEY)),
                batch.mode() == Mode.MOCK
                    ? " (mock mode: no model was called and nothing was paid)"
                    : ""));
    text.append("  see %s%n".formatted(program.settings().outbox().resolve(batch.id())));
    return text.toString();
  }

  private static String state(BatchView view, Instant now) {
    String reason = view.batch().reason();
    return view.word(now)
        + (reason == null ? "" : ", " + reason)
        + (view.isInterrupted(now)
            ? "; to continue, start batch-runner watch, or batch-runner run with its file"
            : "");
  }

  private static String statuses(BatchView view) {
    String counts =
        view.totals().byStatus().entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey().wire())
            .collect(Collectors.joining(", "));
    return counts.isEmpty() ? "none yet" : counts;
  }
}
