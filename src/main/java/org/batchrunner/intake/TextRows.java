package org.batchrunner.intake;

import com.google.re2j.Pattern;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task a line. Blank lines and lines that only separate, such as {@code ---}, are skipped; a
 * table as Markdown has it is read by its header.
 */
final class TextRows implements Rows {

  private static final Pattern RULE =
      Pattern.compile(
          "^(?:(?:-\\s*){3,}|(?:=\\s*){3,}|(?:\\*\\s*){3,}|(?:_\\s*){3,}|(?:~\\s*){3,}|(?:#\\s*){3,}"
              + "|(?:[\u2013\u2014\u2500\u2550]\\s*){3,})$");

  private final Lines lines;
  private final TaskColumn column;
  private final String file;
  private final Set<String> columns = new LinkedHashSet<>();
  private Lines.@Nullable Line pushedBack;
  private @Nullable MarkdownTable table;
  private @Nullable Row next;

  TextRows(Lines lines, TaskColumn column, String file) {
    this.lines = lines;
    this.column = column;
    this.file = file;
  }

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

  private Lines.@Nullable Line read() {
    Lines.Line line = pushedBack;
    pushedBack = null;
    return line != null || !lines.hasNext() ? line : lines.next();
  }

  private @Nullable Row row(Lines.Line line) {
    String text = line.text().strip();
    boolean bars = MarkdownTable.hasBars(text);
    table = bars ? table : null;
    if (PlainText.isBlank(text) || RULE.matches(text) || MarkdownTable.isSeparator(text)) {
      return null;
    }
    if (table != null) {
      return table.row(line);
    }
    if (bars && beginsTable(line)) {
      return null;
    }
    columns.add(TaskColumn.TASK);
    return Row.of(line.number(), text);
  }

  private boolean beginsTable(Lines.Line line) {
    Lines.Line below = read();
    if (below == null
        || !MarkdownTable.hasBars(below.text())
        || !MarkdownTable.isSeparator(below.text())) {
      pushedBack = below;
      return false;
    }
    table = MarkdownTable.of(line, below.text(), column, file);
    columns.addAll(table.header().names());
    return true;
  }

  @Override
  public Row next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Row row = next;
    next = null;
    return row;
  }

  @Override
  public List<String> columns() {
    return columns.isEmpty() ? List.of(TaskColumn.TASK) : List.copyOf(columns);
  }
}
