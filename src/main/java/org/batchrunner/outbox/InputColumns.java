package org.batchrunner.outbox;

import java.util.List;
import org.batchrunner.task.Task;

/**
 * The columns of a task file, so that reports can have them again in their order.
 *
 * @param names as the file has them; for JSONL the union of its fields
 * @param delimiter between the cells of reports with these columns
 */
public record InputColumns(List<String> names, char delimiter) {

  private static final String ID = "id";
  private static final String TASK = "task";

  /** Of a file with a task a line. */
  public static final InputColumns OF_LINES = new InputColumns(List.of(ID, TASK));

  public InputColumns {
    names = List.copyOf(names);
  }

  public InputColumns(List<String> names) {
    this(names, ',');
  }

  /**
   * Reports have a semicolon where their input has one: its user's spreadsheet expects it. All else
   * gets the comma.
   */
  public static InputColumns of(List<String> names, char delimiter) {
    return new InputColumns(names.isEmpty() ? OF_LINES.names : names, delimiter == ';' ? ';' : ',');
  }

  List<String> values(Task row) {
    return names.stream().map(name -> value(name, row)).toList();
  }

  /** A row of JSONL may lack what others have; its id and text are known all the same. */
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
