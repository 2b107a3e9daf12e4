package org.batchrunner.outbox;

import java.util.List;
import org.batchrunner.task.Task;

/**
 * The columns of a task file, so that reports can have them again in their order.
 *
 * @param names as the file has them; for JSONL the union of its fields
 * @param task which of them holds the task, from 0
 * @param id which of them holds the id, from 0; -1 if none does
 */
public record InputColumns(List<String> names, int task, int id) {

  public static final int NO_ID = -1;

  /** Of a file with a task a line. */
  public static InputColumns ofLines() {
    return new InputColumns(List.of("id", "task"), 1, 0);
  }

  public InputColumns {
    names = List.copyOf(names);
    if (task < 0 || task >= names.size() || id < NO_ID || id >= names.size() || id == task) {
      throw new IllegalArgumentException(
          "task column %d and id column %d of %d columns".formatted(task, id, names.size()));
    }
  }

  String value(int column, Task row) {
    if (column == task) {
      return row.text();
    }
    return column == id ? row.id() : row.columns().getOrDefault(names.get(column), "");
  }

  List<String> values(Task row) {
    String[] values = new String[names.size()];
    for (int column = 0; column < values.length; column++) {
      values[column] = value(column, row);
    }
    return List.of(values);
  }
}
