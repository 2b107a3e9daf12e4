package org.batchrunner.intake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.batchrunner.intake.SheetCopy.Merge;
import org.batchrunner.intake.SheetCopy.SheetRow;
import org.jspecify.annotations.Nullable;

/** Copies the first visible sheet of a workbook as texts, within limits. */
final class XlsxSheet {

  private static final int MAX_ROW = 1_048_576;
  private static final int MAX_MERGES = 100_000;

  /** Cells, the empty ones before the last of a row among them. */
  private static final long MAX_CELLS = 100_000_000;

  private static final long MAX_COPY = 512_000_000;

  private final XlsxXml xml;
  private final XlsxTexts texts;
  private final XlsxStyles styles;
  private final boolean date1904;
  private final String file;
  private final List<Merge> merges = new ArrayList<>();
  private final StringBuilder value = new StringBuilder();
  private Map<Integer, String> cells = new TreeMap<>();
  private int row;
  private boolean hidden;
  private int column = -1;
  private long count;
  private long length;

  private XlsxSheet(
      XlsxXml xml, XlsxTexts texts, XlsxStyles styles, boolean date1904, String file) {
    this.xml = xml;
    this.texts = texts;
    this.styles = styles;
    this.date1904 = date1904;
    this.file = file;
  }

  /**
   * @throws InvalidTaskFileException if it is no workbook that can be read, or a cell has no value
   *     to be read
   */
  static SheetCopy copy(Path path, String file) throws IOException {
    SheetCopy copy = new SheetCopy();
    boolean whole = false;
    try (XlsxParts parts = new XlsxParts(path, file);
        SheetCopy.Writer writer = copy.new Writer()) {
      XlsxBook book = XlsxBook.read(parts, file);
      XlsxTexts texts = XlsxTexts.read(optional(parts, book.texts(), XlsxParts.TEXTS), file);
      XlsxStyles styles = XlsxStyles.read(optional(parts, book.styles(), XlsxParts.STYLES));
      XlsxXml xml = parts.open(book.sheet(), XlsxParts.SHEET);
      if (xml == null) {
        throw XlsxParts.damaged(file);
      }
      try (xml) {
        XlsxSheet sheet = new XlsxSheet(xml, texts, styles, book.date1904(), file);
        sheet.read(writer);
        writer.end(book.name(), book.others(), sheet.merges);
      }
      whole = true;
    } finally {
      if (!whole) {
        copy.release();
      }
    }
    return copy;
  }

  private static @Nullable XlsxXml optional(XlsxParts parts, @Nullable String name, long most)
      throws IOException {
    return name == null ? null : parts.open(name, most);
  }

  private void read(SheetCopy.Writer writer) throws IOException {
    while (xml.next()) {
      if (xml.opens("row")) {
        beginRow();
      } else if (xml.opens("c")) {
        cell();
      } else if (xml.closes("row")) {
        endRow(writer);
      } else if (xml.opens("mergeCell")) {
        merge(String.valueOf(xml.attribute("ref")));
      }
    }
    merges.sort(java.util.Comparator.comparingInt(Merge::top));
  }

  private void beginRow() {
    String number = xml.attribute("r");
    row = number == null ? row + 1 : XlsxStyles.number(number);
    if (row < 1 || row > MAX_ROW) {
      throw XlsxParts.damaged(file);
    }
    hidden = XlsxBook.isTrue(xml.attribute("hidden"));
    column = -1;
    length = 0;
    cells = new TreeMap<>();
  }

  private void endRow(SheetCopy.Writer writer) throws IOException {
    if (cells.isEmpty()) {
      return;
    }
    count += ((TreeMap<Integer, String>) cells).lastKey() + 1L;
    if (count > MAX_CELLS) {
      throw XlsxParts.tooLarge(file, "it has more than %,d cells".formatted(MAX_CELLS));
    }
    writer.write(new SheetRow(row, hidden, cells));
    if (writer.written() > MAX_COPY) {
      throw XlsxParts.tooLarge(
          file, "its cells hold more than %,d MB of text together".formatted(MAX_COPY / 1_000_000));
    }
  }

  private void cell() {
    String address = xml.attribute("r");
    column = address == null ? column + 1 : column(address);
    if (column < 0 || column >= FileLimits.COLUMNS) {
      throw XlsxParts.damaged(file);
    }
    String type = xml.attribute("t");
    String format = styles.format(xml.attribute("s"));
    boolean formula = false;
    boolean valued = false;
    value.setLength(0);
    while (xml.next() && !xml.closes("c")) {
      if (xml.opens("v") || xml.opens("t")) {
        valued = true;
        xml.text(value, row);
      } else if (xml.opens("f")) {
        formula = true;
        xml.skip();
      } else if (xml.opens() && !xml.opens("is") && !xml.opens("r")) {
        xml.skip();
      }
    }
    boolean text = "str".equals(type) || "inlineStr".equals(type);
    if (formula && !hidden && (!valued || (!text && value.toString().isBlank()))) {
      throw bad("has a formula without a value; open and save it in Excel");
    }
    String shown = value.isEmpty() ? "" : text(type, format);
    if (!shown.isEmpty()) {
      length += shown.length();
      if (length > FileLimits.RECORD) {
        throw new InvalidTaskFileException(
            file,
            row,
            "the row is longer than %,d characters; shorten it".formatted(FileLimits.RECORD));
      }
      cells.put(column, shown);
    }
  }

  private String text(@Nullable String type, @Nullable String format) {
    String written = value.toString();
    return switch (type == null ? "n" : type) {
      case "s" -> shared(written);
      case "b" -> written.strip().equals("0") || written.strip().equals("false") ? "FALSE" : "TRUE";
      case "e" -> {
        if (!hidden) {
          String error = written.length() > MAX_ERROR ? "an error" : "the error " + written.strip();
          throw bad("holds %s; correct it in Excel, or empty the cell".formatted(error));
        }
        yield "";
      }
      case "d" -> XlsxDate.iso(written);
      case "str", "inlineStr" -> XlsxCell.unescaped(written);
      default -> XlsxCell.number(written, format, date1904);
    };
  }

  private static final int MAX_ERROR = 20;

  private String shared(String index) {
    String shared = texts.get(index);
    if (shared == null) {
      throw XlsxParts.damaged(file);
    }
    return shared;
  }

  private InvalidTaskFileException bad(String what) {
    return new InvalidTaskFileException(file, row, "%s%d %s".formatted(letters(column), row, what));
  }

  /** The column of an address such as {@code AB12}, from 0; -1 if it is none. */
  private static int column(String address) {
    int column = 0;
    int i = 0;
    for (; i < address.length() && address.charAt(i) >= 'A' && address.charAt(i) <= 'Z'; i++) {
      column = column * 26 + address.charAt(i) - 'A' + 1;
      if (column > FileLimits.COLUMNS) {
        return -1;
      }
    }
    return column - 1;
  }

  private static String letters(int column) {
    StringBuilder letters = new StringBuilder();
    for (int left = column + 1; left > 0; left = (left - 1) / 26) {
      letters.insert(0, (char) ('A' + (left - 1) % 26));
    }
    return letters.toString();
  }

  /** Only cells that are merged downwards matter: their value is that of each row. */
  private void merge(String area) {
    int colon = area.indexOf(':');
    if (colon < 0) {
      return;
    }
    int top = rowOf(area.substring(0, colon));
    int bottom = rowOf(area.substring(colon + 1));
    int left = column(area);
    if (top > 0 && bottom > top && left >= 0) {
      merges.add(new Merge(top, bottom, left));
      if (merges.size() > MAX_MERGES) {
        throw XlsxParts.tooLarge(file, "it has more than %,d merged cells".formatted(MAX_MERGES));
      }
    }
  }

  private static int rowOf(String address) {
    return XlsxStyles.number(address.replaceAll("[^0-9]", ""));
  }
}
