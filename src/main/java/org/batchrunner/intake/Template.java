package org.batchrunner.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.batchrunner.task.CutMark;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Option;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/** A prompt with {@code {{column}}} placeholders; {@code {{task}}} is the task's text. */
public final class Template {

  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  private static final int MOST = 1_000;

  /** A literal text, then what stands in for a column; the column of the last part is empty. */
  private record Part(String literal, String column, boolean task) {

    static Part of(String literal, String column) {
      return new Part(literal, column, TaskColumn.same(column, TaskColumn.TASK));
    }
  }

  private final List<Part> parts = new ArrayList<>();

  private Template(String text) {
    int from = 0;
    for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, from)) {
      int close = text.indexOf(CLOSE, open + OPEN.length());
      if (close < 0) {
        break;
      }
      String name = HeaderName.strip(text.substring(open + OPEN.length(), close));
      parts.add(Part.of(text.substring(from, open), name));
      from = close + CLOSE.length();
    }
    parts.add(Part.of(text.substring(from), ""));
  }

  /**
   * @throws InvalidOptionException if there is no placeholder, one is empty, or there are more than
   *     1,000
   */
  public static Template parse(String text) {
    Template template = new Template(text);
    if (template.parts.size() > MOST) {
      throw new InvalidOptionException(
          "template", "template: it may have at most %,d placeholders".formatted(MOST));
    }
    if (template.parts.size() == 1) {
      throw new InvalidOptionException(
          "template",
          "template: it names no column, so every task would ask the same. Put {{task}} where the"
              + " text of the task belongs, or write what is the same for all tasks as `system`");
    }
    for (String column : template.placeholders()) {
      if (column.isEmpty()) {
        throw new InvalidOptionException("template", "template: {{}} names no column");
      }
    }
    return template;
  }

  /**
   * Whether the templates among options can be used, whatever file they are for.
   *
   * @throws InvalidOptionException if one is no template
   */
  public static void check(Options options) {
    of(options);
  }

  /** The template of a batch, and those that its {@code when} has. */
  static List<Template> of(Options options) {
    List<Template> templates = new ArrayList<>();
    options.template().map(Template::parse).ifPresent(templates::add);
    options.when().stream()
        .map(when -> when.set().get(Option.TEMPLATE.key()))
        .filter(String.class::isInstance)
        .map(text -> parse((String) text))
        .forEach(templates::add);
    return templates;
  }

  /** Returns the literal texts between the placeholders. */
  List<String> literals() {
    return parts.stream().map(Part::literal).toList();
  }

  private List<String> placeholders() {
    return parts.subList(0, parts.size() - 1).stream().map(Part::column).toList();
  }

  /**
   * @param columns of the task file
   * @throws InvalidOptionException naming the placeholder that is no column, and the columns there
   *     are
   */
  public void check(List<String> columns) {
    for (String name : placeholders()) {
      if (!TaskColumn.same(name, TaskColumn.TASK) && TaskColumn.indexOf(columns, name) < 0) {
        throw new InvalidOptionException(
            "template",
            "template: there is no column for {{%s}}; the columns are: %s"
                .formatted(TaskColumn.list(List.of(name)), TaskColumn.list(columns)));
      }
    }
  }

  /** Returns the prompt for a task. A column that its row does not have is empty. */
  public String render(Task task) {
    StringBuilder prompt = new StringBuilder();
    for (Part part : parts) {
      prompt.append(part.literal()).append(value(part, task));
    }
    return prompt.toString();
  }

  /** The characters of {@link #render}, without making it. */
  long length(Task task) {
    long length = 0;
    for (Part part : parts) {
      length += part.literal().length() + (long) value(part, task).length();
    }
    return length;
  }

  /** The file that has all of a text that this takes and that a report has cut; null if none. */
  @Nullable String cut(Task task) {
    for (Part part : parts) {
      String whole = CutMark.whole(value(part, task));
      if (whole != null) {
        return whole;
      }
    }
    return null;
  }

  private static String value(Part part, Task task) {
    String column = part.column();
    if (column.isEmpty()) {
      return "";
    }
    if (part.task()) {
      return task.text();
    }
    String exact = task.columns().get(column);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<String, String> cell : task.columns().entrySet()) {
      if (TaskColumn.same(cell.getKey(), column)) {
        return cell.getValue();
      }
    }
    return "";
  }
}
