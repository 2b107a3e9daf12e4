package org.batchrunner.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.batchrunner.intake.SheetCopy.Merge;
import org.batchrunner.intake.SheetCopy.SheetRow;
import org.jspecify.annotations.Nullable;

/**
 * The first visible sheet of an Excel workbook as rows of texts, as its cells show them: for
 * formulas their last value, dates as {@code 2026-11-23}. Rows without a cell are left out. What is
 * merged downwards holds for each of its rows, but for the first row, the header.
 */
public final class Xlsx implements Iterator<List<String>>, AutoCloseable {

  /** A text of merged cells and the last row that it holds for. */
  private record Held(String text, int bottom) {}

  private final SheetCopy copy;
  private final SheetCopy.Reader rows;
  private final Iterator<Merge> merges;
  private final Map<Integer, Held> held = new HashMap<>();
  private @Nullable Merge merge;
  private @Nullable SheetRow next;
  private int header;
  private int number;
  private boolean hidden;

  Xlsx(SheetCopy copy) {
    this.copy = copy;
    this.rows = copy.new Reader();
    this.merges = copy.merges().iterator();
    this.merge = merges.hasNext() ? merges.next() : null;
  }

  /**
   * @throws InvalidTaskFileException if it is no workbook that can be read
   * @throws IOException if it can't be read from disk
   */
  public static Xlsx open(Path path) throws IOException {
    return new Xlsx(XlsxSheet.copy(path, String.valueOf(path.getFileName())));
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      try {
        next = rows.next();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return next != null;
  }

  @Override
  public List<String> next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    SheetRow row = next;
    next = null;
    number = row.number();
    hidden = row.hidden();
    header = header == 0 ? number : header;
    Map<Integer, String> cells = row.cells();
    fill(cells);
    int width = cells.keySet().stream().mapToInt(column -> column + 1).max().orElse(0);
    List<String> texts = new ArrayList<>(Collections.nCopies(width, ""));
    cells.forEach(texts::set);
    return texts;
  }

  private void fill(Map<Integer, String> cells) {
    held.values().removeIf(text -> text.bottom < number);
    held.forEach((column, text) -> cells.putIfAbsent(column, text.text));
    while (merge != null && merge.top() <= number) {
      String text = cells.get(merge.column());
      if (merge.top() == number && number != header && text != null) {
        held.put(merge.column(), new Held(text, merge.bottom()));
      }
      merge = merges.hasNext() ? merges.next() : null;
    }
  }

  /** The number of the last row in its sheet, from 1. */
  int number() {
    return number;
  }

  /** Returns whether the last row is hidden. */
  boolean hidden() {
    return hidden;
  }

  @Override
  public void close() {
    copy.release();
  }
}
