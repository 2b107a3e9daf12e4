package org.batchrunner.outbox;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.dhatim.fastexcel.RichText;
import org.dhatim.fastexcel.Worksheet;

/**
 * {@code results.xlsx}: the rows of {@code results.csv} for Excel. Texts are texts, whatever they
 * begin with; cost and duration are numbers. Past a sheet's 1,048,576 rows it goes on in another.
 */
public final class Workbook {

  private static final Set<String> NUMBERS = Set.of("cost", "duration_s");
  private static final int ROWS_IN_MEMORY = 500;
  private static final Pattern ESCAPE = Pattern.compile("_x[0-9A-Fa-f]{4}_");

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
        Iterator<Outcome> outcomes =
            Outcome.merge(
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

  private void sheet(Worksheet sheet, ResultColumns columns, Iterator<Outcome> outcomes)
      throws IOException {
    List<String> names = columns.names();
    boolean[] numbers = new boolean[names.size()];
    for (int column = columns.inputCount(); column < numbers.length; column++) {
      numbers[column] = NUMBERS.contains(names.get(column).replaceFirst("^(br_)+", ""));
    }
    row(sheet, 0, names, new boolean[names.size()]);
    for (int row = 1; row < maxRows && outcomes.hasNext(); row++) {
      row(sheet, row, columns.values(outcomes.next()), numbers);
      if (row % ROWS_IN_MEMORY == 0) {
        sheet.flush();
      }
    }
    sheet.finish();
  }

  private static void row(Worksheet sheet, int row, List<String> values, boolean[] numbers) {
    for (int column = 0; column < Math.min(values.size(), Worksheet.MAX_COLS); column++) {
      String value = values.get(column);
      if (numbers[column]) {
        sheet.value(row, column, new BigDecimal(value));
      } else if (!value.equals(value.strip())) {
        // The library's plain texts lose the spaces at their ends.
        sheet.inlineString(row, column, RichText.builder().run(literal(value)).end().build());
      } else if (!value.isEmpty()) {
        sheet.inlineString(row, column, literal(value));
      }
    }
  }

  /** Excel would read {@code _x000D_} as a character. */
  private static String literal(String text) {
    return text.contains("_x") ? ESCAPE.matcher(text).replaceAll("_x005F$0") : text;
  }
}
