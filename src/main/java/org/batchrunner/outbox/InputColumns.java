package org.batchrunner.outbox;

import java.util.List;
import org.batchrunner.task.Task;

/**
 * The columns of a task file, in their order, for the reports.
 *
 * @param names as the file has them; for JSONL the union of its fields
 * @param delimiter between the cells of reports with these columns
 */
public record InputColumns(List<String> names, char delimiter) {

  private static final String ID = "id";
  private static final String TASK = "task";

  /** The columns of a file with one task per line. */
  public static final InputColumns OF_LINES = new InputColumns(List.of(ID, TASK));

  public InputColumns {
    names = List.copyOf(names);
  }

  public InputColumns(List<String> names) {
    this(names, ',');
  }

  /**
   * Chooses the delimiter of the reports: a semicolon if the input has one, because the user's
   * spreadsheet program expects it; else a comma.
   */
  public static InputColumns of(List<String> names, char delimiter) {
    return new InputColumns(names.isEmpty() ? OF_LINES.names : names, delimiter == ';' ? ';' : ',');
  }

  List<String> values(Task row) {
    return names.stream().map(name -> value(name, row)).toList();
  }

  /**
   * Returns the value of a column; a row of JSONL may lack some, but its id and text are always
   * known.
   */
  private static String value(String name, Task row) {
    String value = row.columns().get(name);
    if (value != null) {
      return value;
    }
    if (name.equalsIgnoreCase(TASK)) {
      return row.text();
    }
    return name.equalsIgnoreCase(ID) ? row.id() : "";
  }
}
