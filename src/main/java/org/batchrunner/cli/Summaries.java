package org.batchrunner.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.batchrunner.batch.BatchView;
import org.batchrunner.batch.Settings;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.task.Mode;

/** Batches as text, for a terminal. */
final class Summaries {

  private static final int MONEY = 4;
  private static final String ROW = "%-44s %-9s %12s %12s %10s%n";

  private Summaries() {}

  static String table(List<BatchView> views) {
    if (views.isEmpty()) {
      return "No batch yet. Drop a task file into the inbox, or: batch-runner run FILE%n"
          .formatted();
    }
    StringBuilder table =
        new StringBuilder(ROW.formatted("BATCH", "STATE", "DONE", "SPENT", "CAP"));
    for (BatchView view : views) {
      BatchRecord batch = view.batch();
      table.append(
          ROW.formatted(
              batch.id(),
              batch.state().wire(),
              view.done() + " of " + batch.total(),
              view.spent().format(MONEY),
              batch.options().perBatchCap().format(2)));
    }
    return table.toString();
  }

  /**
   * @param notes what was left out of its file, as sentences
   */
  static String text(BatchView view, Settings settings, List<String> notes) {
    BatchRecord batch = view.batch();
    StringBuilder text = new StringBuilder();
    text.append("%s: %s%n".formatted(batch.id(), state(batch)));
    text.append("  %d of %d tasks: %s%n".formatted(view.done(), batch.total(), statuses(view)));
    notes.forEach(note -> text.append("  %s%n".formatted(note)));
    text.append(
        "  cost %s of %s%s%s%n"
            .formatted(
                view.totals().cost().format(MONEY),
                batch.options().perBatchCap().format(2),
                view.atRisk().isZero()
                    ? ""
                    : ", and at most " + view.atRisk().format(MONEY) + " more may have been billed",
                batch.mode() == Mode.MOCK
                    ? " (mock mode: no model was asked, nothing was paid)"
                    : ""));
    text.append("  see %s%n".formatted(settings.outbox().resolve(batch.id())));
    return text.toString();
  }

  private static String state(BatchRecord batch) {
    String reason = batch.reason();
    return batch.state().wire() + (reason == null ? "" : ", " + reason);
  }

  private static String statuses(BatchView view) {
    String counts =
        view.totals().byStatus().entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey().wire())
            .collect(Collectors.joining(", "));
    return counts.isEmpty() ? "none yet" : counts;
  }
}
