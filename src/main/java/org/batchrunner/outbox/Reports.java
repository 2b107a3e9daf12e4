package org.batchrunner.outbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.batchrunner.task.Totals;
import org.jspecify.annotations.Nullable;

/**
 * The reports of a batch. Every task is in each of them once, in file order, whatever became of it;
 * nothing is kept in memory but the row at hand.
 *
 * <p>Where Excel would cut a cell, over 32,767 characters, an answer in {@code results.csv} ends in
 * a mark that says so and where all of it is. Columns of the input are never cut in CSV.
 */
public final class Reports {

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
    try (ReportFiles files = new ReportFiles(outbox.folder(batch.id()), batch, input)) {
      Iterator<TaskResult> outcomes = TaskResult.merge(tasks, results, pending(batch));
      while (outcomes.hasNext()) {
        files.add(outcomes.next());
      }
      return files.keep(batch);
    }
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
    try (CsvFile table = new CsvFile(file, columns.names(), input.delimiter())) {
      Iterator<TaskResult> outcomes = TaskResult.merge(tasks, results, pending(batch));
      while (outcomes.hasNext()) {
        table.write(columns.values(outcomes.next()));
      }
      table.keep();
    }
  }

  private Function<Task, Result> pending(BatchFacts batch) {
    return task -> redaction.apply(Result.without(task, Status.PENDING, null, batch.mode()));
  }
}
