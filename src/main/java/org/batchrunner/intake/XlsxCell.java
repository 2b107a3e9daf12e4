package org.batchrunner.intake;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text of an Excel cell. */
final class XlsxCell {

  private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][+-]?\\d{1,3})?");

  private XlsxCell() {}

  /**
   * A number as its cell shows it; a text that is none as it is.
   *
   * @param format of its style; null for General
   */
  static String number(String written, @Nullable String format, boolean date1904) {
    String value = written.strip();
    if (!NUMBER.matcher(value).matches()) {
      return value;
    }
    BigDecimal number = new BigDecimal(value);
    if (format == null) {
      return XlsxNumber.plain(number);
    }
    return XlsxDate.isFormat(format)
        ? XlsxDate.text(number, format, date1904)
        : XlsxNumber.text(number, format);
  }

  static boolean isDateFormat(@Nullable String format) {
    return XlsxDate.isFormat(format);
  }

  /** Excel writes what XML can't hold as {@code _x000D_}. */
  static String unescaped(String text) {
    return text.indexOf("_x") < 0
        ? text
        : ESCAPED
            .matcher(text)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        Character.toString((char) Integer.parseInt(found.group(1), 16))));
  }
}
