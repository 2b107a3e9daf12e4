package org.batchrunner.intake;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.batchrunner.common.SpreadsheetFormula;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV or TSV file below its header. */
final class CsvRows implements Rows {

  private final Iterator<CsvRow> rows;
  private final CsvHeader header;
  private final String file;
  private @Nullable CsvRow next;
  private int hidden;

  /**
   * @throws InvalidTaskFileException if there is no header with a task
   */
  CsvRows(Iterator<CsvRow> rows, CsvDialect dialect, TaskColumn column, String file) {
    this.rows = rows;
    this.file = file;
    if (dialect.stated()) {
      rows.next();
    }
    CsvRow first = read();
    while (first != null && first.hidden() && column.in(CsvHeader.given(first)) < 0) {
      first = read();
    }
    if (first == null) {
      throw new InvalidTaskFileException(
          file, 0, "the file holds no task: it has no header and no rows");
    }
    this.header = CsvHeader.of(first, column, file);
  }

  private @Nullable CsvRow read() {
    while (rows.hasNext()) {
      CsvRow row = rows.next();
      if (!row.isEmptyLine()) {
        return row;
      }
    }
    return null;
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      CsvRow row = read();
      if (row == null) {
        return false;
      }
      if (row.hidden() && !PlainText.isBlank(cell(row, header.task()))) {
        hidden++;
      } else {
        next = row;
      }
    }
    return true;
  }

  @Override
  public int hidden() {
    return hidden;
  }

  @Override
  public Row next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    CsvRow row = next;
    next = null;
    checkWidth(row);
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < header.names().size(); i++) {
      columns.put(header.names().get(i), cell(row, i));
    }
    return new Row(
        row.line(),
        header.id() < 0 ? "" : cell(row, header.id()).strip(),
        cell(row, header.task()),
        Collections.unmodifiableMap(columns),
        null);
  }

  private static String cell(CsvRow row, int index) {
    return index < row.cells().size() ? SpreadsheetFormula.restore(row.cells().get(index)) : "";
  }

  private void checkWidth(CsvRow row) {
    for (int i = header.names().size(); i < row.cells().size(); i++) {
      if (!PlainText.isBlank(row.cells().get(i))) {
        throw new InvalidTaskFileException(
            file,
            row.line(),
            "the row has %d cells and the header %d. Put quotes around a cell that has the delimiter"
                    .formatted(row.cells().size(), header.names().size())
                + " in it, or give the column a name");
      }
    }
  }

  @Override
  public List<String> columns() {
    return header.names();
  }
}
