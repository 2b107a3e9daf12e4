package org.batchrunner.intake;

import java.util.Iterator;
import java.util.List;

/** The rows of a file whose quotes are part of its texts: a row a line, a tab between cells. */
record TsvRows(Lines lines, String file) implements Iterator<CsvRow> {

  @Override
  public boolean hasNext() {
    return lines.hasNext();
  }

  @Override
  public CsvRow next() {
    Lines.Line line = lines.next();
    List<String> cells = List.of(line.text().split("\t", -1));
    if (cells.size() > FileLimits.COLUMNS) {
      throw new InvalidTaskFileException(
          file, line.number(), "the row has more than %,d cells".formatted(FileLimits.COLUMNS));
    }
    return new CsvRow(line.number(), cells);
  }
}
