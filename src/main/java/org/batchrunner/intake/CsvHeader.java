package org.batchrunner.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.batchrunner.common.SpreadsheetFormula;

/**
 * The header of a CSV file.
 *
 * @param names of the columns, each once; a repeated one as {@code name (2)}, an empty one as
 *     {@code column 3}
 * @param task the column of the task
 * @param id the column of the id; -1 if there is none
 */
record CsvHeader(List<String> names, int task, int id) {

  static CsvHeader of(CsvRow row, TaskColumn column, String file) {
    List<String> given = given(row);
    int task = column.in(given);
    if (task < 0) {
      throw new InvalidTaskFileException(
          file,
          row.line(),
          "%s; the columns are: %s. Name the column of the tasks 'task', or set the option"
                  .formatted(column.missing(), TaskColumn.list(given))
              + " `task-column`. A list without a header can be a .txt file, a task a line",
          unique(given));
    }
    int again = column.again(given);
    if (again >= 0) {
      throw new InvalidTaskFileException(
          file, row.line(), twice(given.get(task), given.get(again)), List.of());
    }
    return new CsvHeader(unique(given), task, TaskColumn.indexOf(given, TaskColumn.ID));
  }

  /** The names as they are written, without what can't be seen around them. */
  static List<String> given(CsvRow row) {
    List<String> given = new ArrayList<>();
    row.cells().forEach(cell -> given.add(HeaderName.strip(SpreadsheetFormula.restore(cell))));
    while (!given.isEmpty() && given.get(given.size() - 1).isEmpty()) {
      given.remove(given.size() - 1);
    }
    return given;
  }

  static String twice(String name, String other) {
    String first = HeaderName.visible(name);
    String second = HeaderName.visible(other);
    return "two columns are named '%s'%s; rename one of them"
        .formatted(first, first.equals(second) ? "" : " (the other is written '" + second + "')");
  }

  private static List<String> unique(List<String> given) {
    Set<String> taken = new HashSet<>();
    Map<String, Integer> counts = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (String cell : given) {
      String name = cell.isEmpty() ? "column " + (names.size() + 1) : cell;
      String unique = name;
      while (!taken.add(HeaderName.fold(unique))) {
        int count = counts.merge(HeaderName.fold(name), 1, Integer::sum);
        unique = "%s (%d)".formatted(name, count + 1);
      }
      names.add(unique);
    }
    return List.copyOf(names);
  }
}
