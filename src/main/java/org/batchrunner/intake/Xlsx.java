package org.batchrunner.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;

/**
 * The first sheet of an Excel workbook as rows of texts, as a CSV file of it would have them: for
 * formulas their last value, dates as {@code 2026-11-23}, rows without a cell left out.
 */
public final class Xlsx implements Iterator<List<String>>, AutoCloseable {

  private final String file;
  private final ReadableWorkbook book;
  private final Stream<Row> stream;
  private final Iterator<Row> rows;
  private int number;

  private Xlsx(String file, ReadableWorkbook book) throws IOException {
    this.file = file;
    this.book = book;
    this.stream = book.getFirstSheet().openStream();
    this.rows = stream.iterator();
  }

  /**
   * @throws BadTaskFile if it is no workbook that can be read
   * @throws IOException if it can't be read from disk
   */
  public static Xlsx open(Path path) throws IOException {
    String file = path.getFileName().toString();
    XlsxCheck.check(path, file);
    ReadableWorkbook book = null;
    try {
      book = new ReadableWorkbook(path.toFile(), new ReadingOptions(true, true));
      return new Xlsx(file, book);
    } catch (RuntimeException | IOException e) {
      if (book != null) {
        book.close();
      }
      throw unreadable(file, e);
    }
  }

  @Override
  public boolean hasNext() {
    try {
      return rows.hasNext();
    } catch (RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  @Override
  public List<String> next() {
    Row row;
    try {
      row = rows.next();
    } catch (ExcelReaderException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw unreadable(file, e);
    }
    number = row.getRowNum();
    List<String> texts = new ArrayList<>(row.getCellCount());
    for (int column = 0; column < row.getCellCount(); column++) {
      Cell cell = row.getCell(column);
      texts.add(cell == null ? "" : XlsxCell.text(cell));
    }
    return texts;
  }

  /** The number of the last row in its sheet, from 1. */
  int number() {
    return number;
  }

  private static BadTaskFile unreadable(String file, Exception cause) {
    BadTaskFile bad =
        new BadTaskFile(
            file,
            0,
            "this is no Excel workbook that can be read. Save it anew as .xlsx or \"CSV UTF-8\"");
    bad.initCause(cause);
    return bad;
  }

  @Override
  public void close() {
    try {
      stream.close();
      book.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
