package org.batchrunner.outbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.task.CutMark;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.dhatim.fastexcel.Worksheet;

/**
 * {@code results.xlsx}: the rows of {@code results.csv} for Excel. Texts are texts, whatever they
 * begin with; numbers are numbers, but for ids such as 00123. Texts that do not fit into a cell are
 * cut, and a last column says so. After 1,048,576 rows, another sheet begins.
 */
public final class Workbook {

  private static final int ROWS_IN_MEMORY = 500;

  private final Outbox outbox;
  private final UnaryOperator<Result> redaction;
  private final int maxRows;

  /**
   * @param redaction of tasks that have no result yet; results come redacted
   */
  public Workbook(Outbox outbox, UnaryOperator<Result> redaction) {
    this(outbox, redaction, Worksheet.MAX_ROWS);
  }

  Workbook(Outbox outbox, UnaryOperator<Result> redaction, int maxRows) {
    this.outbox = outbox;
    this.redaction = redaction;
    this.maxRows = maxRows;
  }

  /**
   * @param tasks all of them, by ascending sequence number
   * @param results by ascending sequence number
   * @return the file
   */
  public Path write(
      BatchFacts batch, InputColumns input, Iterator<Task> tasks, Iterator<StoredResult> results)
      throws IOException {
    ResultColumns columns = new ResultColumns(input, batch);
    Path file = SafeFiles.in(outbox.folder(batch.id()), "results.xlsx");
    try (SafeFiles.Aside aside = SafeFiles.open(file)) {
      try (var book = new org.dhatim.fastexcel.Workbook(aside.stream(), "Batch Runner", null)) {
        Iterator<TaskResult> outcomes =
            TaskResult.merge(
                tasks,
                results,
                task -> redaction.apply(Result.without(task, Status.PENDING, null, batch.mode())));
        int sheets = 0;
        do {
          sheets++;
          sheet(
              book.newWorksheet(sheets == 1 ? "results" : "results " + sheets), columns, outcomes);
        } while (outcomes.hasNext());
      }
      aside.keep();
    }
    return file;
  }

  private void sheet(Worksheet sheet, ResultColumns columns, Iterator<TaskResult> outcomes)
      throws IOException {
    List<String> names = new ArrayList<>(columns.names());
    names.add(names.stream().anyMatch("cut"::equalsIgnoreCase) ? "br_cut" : "cut");
    List<List<String>> first = new ArrayList<>();
    while (first.size() < Math.min(ROWS_IN_MEMORY, maxRows - 1) && outcomes.hasNext()) {
      first.add(values(columns, names, outcomes.next()));
    }
    SheetLayout layout = SheetLayout.of(names, columns.inputCount(), first);
    layout.begin(sheet);
    int row = 1;
    for (List<String> values : first) {
      layout.row(sheet, row++, values);
    }
    sheet.flush();
    for (; row < maxRows && outcomes.hasNext(); row++) {
      layout.row(sheet, row, values(columns, names, outcomes.next()));
      if (row % ROWS_IN_MEMORY == 0) {
        sheet.flush();
      }
    }
    layout.end(sheet, row);
    sheet.finish();
  }

  /** As a sheet can hold them, and last of all which of them had to be cut. */
  private static List<String> values(
      ResultColumns columns, List<String> names, TaskResult outcome) {
    List<String> values = new ArrayList<>();
    List<String> cut = new ArrayList<>();
    for (String whole : columns.values(outcome)) {
      String value =
          values.size() < columns.inputCount() ? Cells.fit(whole, columns.inputFile()) : whole;
      String file = CutMark.whole(value);
      if (file != null && value.length() > Cells.MAX / 2) {
        cut.add("%s: whole in %s".formatted(names.get(values.size()), file));
      }
      values.add(value);
    }
    values.add(Cells.fit(String.join("; ", cut), columns.inputFile()));
    return values;
  }
}
