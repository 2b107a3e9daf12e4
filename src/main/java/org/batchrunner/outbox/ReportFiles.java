package org.batchrunner.outbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.batchrunner.task.Result;
import org.batchrunner.task.Totals;

/**
 * The reports of one batch while they are written, row by row. None is there until {@link #keep}.
 */
final class ReportFiles implements AutoCloseable {

  private static final int TASK_CHARACTERS = 140;
  private static final List<String> BATCH_REPORT =
      List.of("id", "status", "provider", "duration_s", "cost_est", "task");

  private final ResultColumns columns;
  private final Summary summary;
  private final CsvFile table;
  private final Retry retry;
  private final CsvFile report;
  private Totals totals = Totals.ZERO;

  @SuppressWarnings("resource") // what was opened is closed by what failed
  ReportFiles(Path folder, BatchFacts batch, InputColumns input) throws IOException {
    columns = new ResultColumns(input, batch);
    retry = new Retry(folder, input);
    summary = new Summary(folder);
    try {
      table = new CsvFile(SafeFiles.in(folder, "results.csv"), columns.names(), input.delimiter());
    } catch (IOException | RuntimeException e) {
      summary.close();
      throw e;
    }
    try {
      report = new CsvFile(SafeFiles.in(folder, "batch_report.csv"), BATCH_REPORT, ',');
    } catch (IOException | RuntimeException e) {
      table.close();
      summary.close();
      throw e;
    }
  }

  /** Adds a task, after all that stand before it in the file. */
  void add(TaskResult outcome) throws IOException {
    totals = totals.plus(outcome.result());
    summary.add(outcome.stored());
    table.write(columns.values(outcome));
    report.write(reportRow(outcome.result()));
    if (!outcome.result().status().endedWell()) {
      retry.add(outcome.task());
    }
  }

  /**
   * Puts the reports in their places, {@code batch_report.csv} last.
   *
   * @return what the results add up to
   */
  Totals keep(BatchFacts batch) throws IOException {
    summary.keep(batch, totals);
    table.keep();
    retry.keep();
    report.keep();
    return totals;
  }

  private static List<String> reportRow(Result result) {
    return List.of(
        Cells.fit(result.id(), "results.jsonl"),
        result.status().wire(),
        result.provider() == null ? "" : result.provider(),
        Decimals.seconds(result.durationS()).toPlainString(),
        Charge.of(result).toString(),
        Cells.first(result.task(), TASK_CHARACTERS));
  }

  @Override
  public void close() throws IOException {
    try (report;
        table;
        retry) {
      summary.close();
    }
  }
}
