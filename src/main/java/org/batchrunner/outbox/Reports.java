package org.batchrunner.outbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.batchrunner.task.Totals;
import org.jspecify.annotations.Nullable;

/**
 * The reports of a batch. Every task is in each of them once, in file order, whatever became of it;
 * nothing is kept in memory but the row at hand.
 *
 * <p>In {@code results.csv} and {@code results.xlsx} a cell that Excel would cut, over 32,767
 * characters, ends in a mark that says so and where all of it is. {@code retry.csv} cuts nothing.
 */
public final class Reports {

  private static final int TASK_CHARACTERS = 140;
  private static final List<String> BATCH_REPORT =
      List.of("id", "status", "provider", "duration_s", "cost_est", "task");

  private final Outbox outbox;
  private final UnaryOperator<Result> redaction;

  public Reports(Outbox outbox) {
    this(outbox, UnaryOperator.identity());
  }

  /**
   * @param redaction of tasks that have no result yet; results come redacted
   */
  public Reports(Outbox outbox, UnaryOperator<Result> redaction) {
    this.outbox = outbox;
    this.redaction = redaction;
  }

  /**
   * Writes all reports of a batch that ended, {@code batch_report.csv} last.
   *
   * @param tasks all of them, by ascending sequence number
   * @param results by ascending sequence number; a task without one is reported as pending
   * @return what the results add up to
   */
  public Totals end(
      BatchFacts batch, InputColumns input, Iterator<Task> tasks, Iterator<StoredResult> results)
      throws IOException {
    Path folder = outbox.folder(batch.id());
    ResultColumns columns = new ResultColumns(input, batch);
    Totals totals = Totals.ZERO;
    try (Summary summary = new Summary(folder);
        CsvFile table = new CsvFile(SafeFiles.in(folder, "results.csv"), columns.names());
        Retry retry = new Retry(folder, input);
        CsvFile report = new CsvFile(SafeFiles.in(folder, "batch_report.csv"), BATCH_REPORT)) {
      Iterator<Outcome> outcomes = Outcome.merge(tasks, results, pending(batch));
      while (outcomes.hasNext()) {
        Outcome outcome = outcomes.next();
        totals = totals.plus(outcome.result());
        summary.add(outcome.stored());
        table.write(columns.values(outcome));
        report.write(reportRow(outcome.result()));
        if (!outcome.result().status().endedWell()) {
          retry.add(outcome.task());
        }
      }
      summary.keep(batch, totals);
      table.keep();
      retry.keep();
      report.keep();
    }
    return totals;
  }

  /** The object {@code summary} of {@code batch-summary.json}. */
  public Map<String, @Nullable Object> summary(BatchFacts batch, Totals totals) {
    return Summary.fields(outbox.path(batch.id()), batch, totals);
  }

  /** Writes {@code results.csv} as far as the batch is: when it pauses or stops. */
  public void soFar(
      BatchFacts batch, InputColumns input, Iterator<Task> tasks, Iterator<StoredResult> results)
      throws IOException {
    ResultColumns columns = new ResultColumns(input, batch);
    Path file = SafeFiles.in(outbox.folder(batch.id()), "results.csv");
    try (CsvFile table = new CsvFile(file, columns.names())) {
      Iterator<Outcome> outcomes = Outcome.merge(tasks, results, pending(batch));
      while (outcomes.hasNext()) {
        table.write(columns.values(outcomes.next()));
      }
      table.keep();
    }
  }

  private Function<Task, Result> pending(BatchFacts batch) {
    return task -> redaction.apply(Result.without(task, Status.PENDING, null, batch.mode()));
  }

  private static List<String> reportRow(Result result) {
    return List.of(
        Cells.fit(result.id(), "results.jsonl"),
        result.status().wire(),
        result.provider() == null ? "" : result.provider(),
        Decimals.seconds(result.durationS()).toPlainString(),
        result.costEstimate().toString(),
        Cells.first(result.task(), TASK_CHARACTERS));
  }
}
