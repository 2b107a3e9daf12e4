package org.batchrunner.outbox;

import java.math.BigDecimal;
import java.util.List;
import org.dhatim.fastexcel.RichText;
import org.dhatim.fastexcel.StyleSetter;
import org.dhatim.fastexcel.Worksheet;

/**
 * How a sheet of results looks: its header stays in sight and filters, columns are as wide as their
 * first rows ask for, and texts are wrapped.
 */
final class SheetLayout {

  private static final int NARROWEST = 8;
  private static final int WIDEST = 70;
  private static final int ROOM = 2;

  private final List<String> names;
  private final int[] widths;
  private final boolean[] texts;

  private SheetLayout(List<String> names) {
    this.names = names;
    this.widths = new int[names.size()];
    this.texts = new boolean[names.size()];
  }

  /**
   * @param inputCount columns of the input; one that has an id such as 00123 holds texts only
   * @param first rows, from which the widths are taken
   */
  static SheetLayout of(List<String> names, int inputCount, List<List<String>> first) {
    SheetLayout layout = new SheetLayout(names);
    for (int column = 0; column < names.size(); column++) {
      int width = names.get(column).length() + ROOM;
      for (List<String> row : first) {
        String value = row.get(column);
        width = Math.max(width, value.lines().mapToInt(String::length).max().orElse(0));
        layout.texts[column] |= column < inputCount && SheetText.isCode(value);
      }
      layout.widths[column] = Math.max(NARROWEST, Math.min(WIDEST, width + ROOM));
    }
    return layout;
  }

  private int columns() {
    return Math.min(names.size(), Worksheet.MAX_COLS);
  }

  void begin(Worksheet sheet) {
    sheet.freezePane(0, 1);
    for (int column = 0; column < columns(); column++) {
      sheet.width(column, widths[column]);
      text(sheet, 0, column, Cells.fit(names.get(column), "the input"));
      sheet.style(0, column).bold().wrapText(true).verticalAlignment("top").set();
    }
  }

  void row(Worksheet sheet, int row, List<String> values) {
    for (int column = 0; column < columns(); column++) {
      String value = values.get(column);
      if (value.isEmpty()) {
        continue;
      }
      BigDecimal number = texts[column] ? null : SheetText.number(value);
      StyleSetter style = sheet.style(row, column);
      if (number == null) {
        text(sheet, row, column, value);
        style.wrapText(true).verticalAlignment("top").set();
      } else {
        sheet.value(row, column, number);
        boolean zeros = number.scale() > 0 && number.stripTrailingZeros().scale() < number.scale();
        (zeros ? style.format("0." + "0".repeat(number.scale())) : style)
            .verticalAlignment("top")
            .set();
      }
    }
  }

  private static void text(Worksheet sheet, int row, int column, String value) {
    String escaped = SheetText.escaped(value);
    if (value.equals(value.strip())) {
      sheet.inlineString(row, column, escaped);
    } else {
      // The library's plain texts lose the spaces at their ends.
      sheet.inlineString(row, column, RichText.builder().run(escaped).end().build());
    }
  }

  /**
   * @param rows of the sheet, the header among them
   */
  void end(Worksheet sheet, int rows) {
    if (rows > 1) {
      sheet.setAutoFilter(0, 0, rows - 1, columns() - 1);
    }
  }
}
