package org.batchrunner.intake;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table with bars between its cells, as Markdown has it: its header says what its columns are.
 */
record MarkdownTable(CsvHeader header, String file) {

  /** The line below a header: {@code |---|:--:|}. Also the border of a drawn table. */
  private static final Pattern SEPARATOR = Pattern.compile("^[|+:=\\s-]*[-=][|+:=\\s-]*$");

  /**
   * @throws InvalidTaskFileException if no column is the task's, or the line below does not fit
   */
  static MarkdownTable of(Lines.Line top, String separator, TaskColumn column, String file) {
    List<String> names = cells(top.text());
    int width = cells(separator).size();
    if (names.size() != width) {
      throw new InvalidTaskFileException(
          file,
          top.number(),
          "a table begins here whose header has %d cells, but the line below it has %d; give both the same number"
              .formatted(names.size(), width));
    }
    return new MarkdownTable(CsvHeader.of(new CsvRow(top.number(), names), column, file), file);
  }

  static boolean hasBars(String line) {
    return line.indexOf('|') >= 0;
  }

  /** Returns whether a line consists of table borders only, so that it is never a task. */
  static boolean isSeparator(String line) {
    String text = line.strip();
    boolean drawn = hasBars(text) || text.startsWith("+");
    return drawn && SEPARATOR.matches(text);
  }

  /** The cells of a line; a bar that is escaped is part of a text. */
  private static List<String> cells(String line) {
    String text = line.strip();
    int from = text.startsWith("|") ? 1 : 0;
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean ended = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      ended = c == '|';
      if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '|') {
        cell.append('|');
        i++;
      } else if (ended) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    if (!ended) {
      cells.add(cell.toString().strip());
    }
    return cells;
  }

  Row row(Lines.Line line) {
    List<String> cells = cells(line.text());
    List<String> names = header.names();
    for (int i = names.size(); i < cells.size(); i++) {
      if (!PlainText.isBlank(cells.get(i))) {
        throw new InvalidTaskFileException(
            file,
            line.number(),
            "the row has %d cells, but the header of the table has %d. Write a bar that is part of a text as \\|"
                .formatted(cells.size(), names.size()));
      }
    }
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      columns.put(names.get(i), i < cells.size() ? cells.get(i) : "");
    }
    return new Row(
        line.number(),
        header.id() < 0 ? "" : columns.getOrDefault(names.get(header.id()), ""),
        columns.getOrDefault(names.get(header.task()), ""),
        Collections.unmodifiableMap(columns),
        null);
  }
}
