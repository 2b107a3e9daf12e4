package org.batchrunner.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.batchrunner.task.Formulas;

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
    List<String> given = new ArrayList<>();
    row.cells().forEach(cell -> given.add(Formulas.restore(cell).strip()));
    while (!given.isEmpty() && given.get(given.size() - 1).isEmpty()) {
      given.remove(given.size() - 1);
    }
    int task = column.in(given);
    if (task < 0) {
      throw new BadTaskFile(
          file,
          row.line(),
          "%s; the columns are: %s. Name the column of the tasks 'task', or set the option"
                  .formatted(column.missing(), TaskColumn.list(given))
              + " `task-column`. A list without a header can be a .txt file, a task a line",
          unique(given));
    }
    String name = given.get(task);
    if (TaskColumn.indexOf(given.subList(task + 1, given.size()), name) >= 0) {
      throw new BadTaskFile(
          file, row.line(), "two columns are named '%s'; rename one of them".formatted(name));
    }
    return new CsvHeader(unique(given), task, TaskColumn.indexOf(given, TaskColumn.ID));
  }

  private static List<String> unique(List<String> given) {
    Set<String> taken = new HashSet<>();
    Map<String, Integer> counts = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (String cell : given) {
      String name = cell.isEmpty() ? "column " + (names.size() + 1) : cell;
      String unique = name;
      while (!taken.add(unique.toLowerCase(Locale.ROOT))) {
        int count = counts.merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum);
        unique = "%s (%d)".formatted(name, count + 1);
      }
      names.add(unique);
    }
    return List.copyOf(names);
  }
}
