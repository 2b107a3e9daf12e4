package org.batchrunner.intake;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a task from each line. Blank lines and lines that only separate, such as {@code ---}, are
 * skipped; a table as Markdown has it is read by its header.
 */
final class TextRows extends LineRows {

  private static final Pattern RULE =
      Pattern.compile(
          "^(?:(?:-\\s*){3,}|(?:=\\s*){3,}|(?:\\*\\s*){3,}|(?:_\\s*){3,}|(?:~\\s*){3,}|(?:#\\s*){3,}"
              + "|(?:[\u2013\u2014\u2500\u2550]\\s*){3,})$");

  TextRows(Lines lines, TaskColumn column, String file) {
    super(lines, column, file);
  }

  @Override
  @Nullable Row row(Lines.Line line) {
    String text = line.text().strip();
    boolean bars = MarkdownTable.hasBars(text);
    table = bars ? table : null;
    if (PlainText.isBlank(text) || RULE.matches(text) || MarkdownTable.isSeparator(text)) {
      return null;
    }
    if (table != null) {
      return table.row(line);
    }
    return bars && beginsTable(line) ? null : task(line, text);
  }

  @Override
  String inTable(String line) {
    return line;
  }
}
