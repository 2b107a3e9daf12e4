package org.batchrunner.intake;

import java.util.List;

/**
 * A row of a CSV file.
 *
 * @param line the line in which it begins, from 1
 */
public record CsvRow(long line, List<String> cells) {

  boolean isEmptyLine() {
    return cells.isEmpty() || (cells.size() == 1 && cells.get(0).isEmpty());
  }
}
