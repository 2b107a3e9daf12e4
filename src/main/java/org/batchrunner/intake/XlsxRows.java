package org.batchrunner.intake;

import java.util.Iterator;
import java.util.List;

/** The rows of a workbook's sheet, within the limits of those of a CSV file. */
record XlsxRows(Xlsx sheet, String file) implements Iterator<CsvRow> {

  @Override
  public boolean hasNext() {
    return sheet.hasNext();
  }

  @Override
  public CsvRow next() {
    List<String> cells = sheet.next();
    CsvRow row = new CsvRow(sheet.number(), cells, sheet.hidden());
    if (cells.stream().mapToLong(String::length).sum() > FileLimits.RECORD) {
      throw new InvalidTaskFileException(
          file,
          row.line(),
          "the row is longer than %,d characters; shorten it".formatted(FileLimits.RECORD));
    }
    if (!cells.stream().allMatch(PlainText::isStorable)) {
      throw new InvalidTaskFileException(
          file, row.line(), "the row has a character that is not valid in a text; remove it");
    }
    return row;
  }
}
