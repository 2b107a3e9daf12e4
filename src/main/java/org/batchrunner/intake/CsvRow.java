package org.batchrunner.intake;

import java.util.List;

/**
 * A row of a CSV file or a sheet.
 *
 * @param line the line in which it begins, from 1
 * @param hidden whether its user does not see it
 */
public record CsvRow(long line, List<String> cells, boolean hidden) {

  public CsvRow(long line, List<String> cells) {
    this(line, cells, false);
  }

  boolean isEmptyLine() {
    return cells.isEmpty() || (cells.size() == 1 && cells.get(0).isEmpty());
  }
}
