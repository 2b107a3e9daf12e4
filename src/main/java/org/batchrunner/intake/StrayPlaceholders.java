package org.batchrunner.intake;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.batchrunner.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Finds texts that only look like placeholders: {@code {company}} in a template, or {@code
 * {{company}}} in a cell. They are sent unchanged, and the user is told.
 */
final class StrayPlaceholders {

  private static final Pattern IN_TEMPLATE =
      Pattern.compile("\\$?\\{{1,2}[ \\t]*[\\pL_][\\pL\\pM\\pN_ .-]{0,60}\\}{1,2}|\\{\\{");
  private static final Pattern IN_CELL = Pattern.compile("\\{\\{([^{}]{1,200})\\}\\}");
  private static final int SHOWN = 5;

  private final Set<String> inTemplates = new LinkedHashSet<>();
  private int tasks;
  private long firstLine;
  private @Nullable String first;

  StrayPlaceholders(List<Template> templates) {
    for (Template template : templates) {
      for (String literal : template.literals()) {
        Matcher like = IN_TEMPLATE.matcher(literal);
        while (like.find()) {
          inTemplates.add(like.group());
        }
      }
    }
  }

  void look(Task task, long line) {
    if (task.body() != null) {
      return;
    }
    String found = column(task.text(), task);
    for (String cell : task.columns().values()) {
      found = found == null ? column(cell, task) : found;
    }
    if (found != null && tasks++ == 0) {
      first = found;
      firstLine = line;
    }
  }

  /** The name of a column that stands in a cell as a placeholder; null if none does. */
  private static @Nullable String column(String cell, Task task) {
    if (!cell.contains("{{")) {
      return null;
    }
    Matcher like = IN_CELL.matcher(cell);
    while (like.find()) {
      String name = like.group(1);
      for (Map.Entry<String, String> column : task.columns().entrySet()) {
        if (TaskColumn.same(column.getKey(), name)) {
          return column.getKey();
        }
      }
    }
    return null;
  }

  /** Returns sentences for the user. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!inTemplates.isEmpty()) {
      List<String> shown = inTemplates.stream().limit(SHOWN).toList();
      notes.add(
          "the template has %s%s, which is not a placeholder and is sent as it stands; the value of a column is {{column}}, with two braces on both sides"
              .formatted(String.join(", ", shown), inTemplates.size() > SHOWN ? " and more" : ""));
    }
    if (first != null) {
      notes.add(
          "{{%s}} stands inside a cell%s, first in line %d, and is sent as it stands; placeholders are filled in only in the option `template`"
              .formatted(
                  TaskColumn.list(List.of(first)),
                  tasks == 1 ? "" : " of %,d tasks".formatted(tasks),
                  firstLine));
    }
    return notes;
  }
}
