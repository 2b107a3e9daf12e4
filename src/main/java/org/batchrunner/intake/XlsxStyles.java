package org.batchrunner.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The number formats of a workbook's cells. */
final class XlsxStyles {

  private static final int MAX_FORMAT = 255;

  /** Formats that every workbook has, by their numbers. */
  private static final Map<Integer, String> BUILT_IN = builtIn();

  private final List<@Nullable String> formats = new ArrayList<>();

  /**
   * @param xml null if the workbook has no styles
   */
  static XlsxStyles read(@Nullable XlsxXml xml) throws IOException {
    XlsxStyles styles = new XlsxStyles();
    if (xml == null) {
      return styles;
    }
    Map<Integer, String> own = new HashMap<>();
    try (xml) {
      boolean inCells = false;
      while (xml.next()) {
        if (xml.opens("numFmt")) {
          String code = xml.attribute("formatCode");
          if (code != null && code.length() <= MAX_FORMAT) {
            own.put(number(xml.attribute("numFmtId")), code);
          }
        } else if (xml.opens("cellXfs") || xml.closes("cellXfs")) {
          inCells = xml.opens();
        } else if (inCells && xml.opens("xf")) {
          int id = number(xml.attribute("numFmtId"));
          String format = own.get(id);
          styles.formats.add(format == null ? BUILT_IN.get(id) : format);
        }
      }
    }
    return styles;
  }

  /** The format of a style's cells; null for General. */
  @Nullable String format(@Nullable String style) {
    int index = style == null ? -1 : number(style);
    return index >= 0 && index < formats.size() ? formats.get(index) : null;
  }

  static int number(@Nullable String text) {
    try {
      return text == null ? -1 : Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static Map<Integer, String> builtIn() {
    Map<Integer, String> formats = new HashMap<>();
    formats.put(1, "0");
    formats.put(2, "0.00");
    formats.put(3, "#,##0");
    formats.put(4, "#,##0.00");
    formats.put(5, "$#,##0;($#,##0)");
    formats.put(6, "$#,##0;($#,##0)");
    formats.put(7, "$#,##0.00;($#,##0.00)");
    formats.put(8, "$#,##0.00;($#,##0.00)");
    formats.put(9, "0%");
    formats.put(10, "0.00%");
    formats.put(11, "0.00E+00");
    formats.put(12, "# ?/?");
    formats.put(13, "# ??/??");
    for (int date : new int[] {14, 15, 16, 27, 30, 31, 36, 50, 54, 57, 58}) {
      formats.put(date, "yyyy-mm-dd");
    }
    formats.put(17, "mmm-yy");
    for (int time : new int[] {18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56}) {
      formats.put(time, "h:mm:ss");
    }
    formats.put(22, "yyyy-mm-dd h:mm");
    formats.put(37, "#,##0;(#,##0)");
    formats.put(38, "#,##0;(#,##0)");
    formats.put(39, "#,##0.00;(#,##0.00)");
    formats.put(40, "#,##0.00;(#,##0.00)");
    formats.put(41, "#,##0;(#,##0);\"-\"");
    formats.put(42, "$#,##0;($#,##0);\"-\"");
    formats.put(43, "#,##0.00;(#,##0.00);\"-\"");
    formats.put(44, "$#,##0.00;($#,##0.00);\"-\"");
    formats.put(46, "[h]:mm:ss");
    formats.put(48, "##0.0E+0");
    return Map.copyOf(formats);
  }
}
