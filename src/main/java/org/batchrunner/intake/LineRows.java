package org.batchrunner.intake;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tasks of a file that is read line by line, and may have tables as Markdown has them. */
abstract class LineRows implements Rows {

  final String file;
  private final Lines lines;
  private final TaskColumn column;
  private final Set<String> columns = new LinkedHashSet<>();
  private @Nullable Row next;
  private Lines.@Nullable Line pushedBack;

  /** The table that the last line was in; null if it was in none. */
  @Nullable MarkdownTable table;

  LineRows(Lines lines, TaskColumn column, String file) {
    this.lines = lines;
    this.column = column;
    this.file = file;
  }

  /** The task that begins in a line; null if none does. */
  abstract @Nullable Row row(Lines.Line line);

  /** What a line has of a table, without the marks around it. */
  abstract String inTable(String line);

  @Override
  public boolean hasNext() {
    while (next == null) {
      Lines.Line line = read();
      if (line == null) {
        return false;
      }
      next = row(line);
    }
    return true;
  }

  final Lines.@Nullable Line read() {
    Lines.Line line = pushedBack;
    pushedBack = null;
    return line != null || !lines.hasNext() ? line : lines.next();
  }

  /** The line is what {@link #read} gives next. */
  final void pushBack(Lines.@Nullable Line line) {
    pushedBack = line;
  }

  final Row task(Lines.Line line, String text) {
    columns.add(TaskColumn.TASK);
    return Row.of(line.number(), text);
  }

  final boolean beginsTable(Lines.Line line) {
    Lines.Line below = read();
    String separator = below == null ? "" : inTable(below.text());
    if (!MarkdownTable.hasBars(separator) || !MarkdownTable.isSeparator(separator)) {
      pushedBack = below;
      return false;
    }
    table = MarkdownTable.of(line, separator, column, file);
    columns.addAll(table.header().names());
    return true;
  }

  @Override
  public final Row next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Row row = next;
    next = null;
    return row;
  }

  @Override
  public final List<String> columns() {
    return columns.isEmpty() ? List.of(TaskColumn.TASK) : List.copyOf(columns);
  }
}
