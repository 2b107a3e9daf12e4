package org.batchrunner.intake;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.jspecify.annotations.Nullable;

/** The text of an Excel cell. */
final class XlsxCell {

  /** Excel shows 15 digits; files have 17. */
  private static final MathContext SHOWN = new MathContext(15);

  private static final int MAX_ZEROS = 30;
  private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");
  private static final Pattern LITERAL =
      Pattern.compile("\"[^\"]*+\"|\\\\.|\\[[^\\]]*+\\]|_.|\\*.");
  private static final Pattern DATE_LETTER = Pattern.compile("[ymdhs]");
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private XlsxCell() {}

  static String text(Cell cell) {
    Object value = cell.getValue();
    if (value instanceof BigDecimal number) {
      return isDate(cell) ? date(cell) : number(number);
    }
    if (value instanceof Boolean flag) {
      return flag ? "TRUE" : "FALSE";
    }
    String text =
        value == null || cell.getType() == CellType.ERROR ? cell.getRawValue() : value.toString();
    return text == null ? "" : unescaped(text);
  }

  private static boolean isDate(Cell cell) {
    String format = cell.getDataFormatString();
    return isDateFormat(format);
  }

  static boolean isDateFormat(@Nullable String format) {
    if (format == null || format.equalsIgnoreCase("general")) {
      return false;
    }
    String positive = format.split(";", 2)[0].toLowerCase(Locale.ROOT);
    return DATE_LETTER.matcher(LITERAL.matcher(positive).replaceAll("")).find();
  }

  private static String date(Cell cell) {
    BigDecimal days = (BigDecimal) cell.getValue();
    if (days.signum() < 0 || days.compareTo(BigDecimal.valueOf(2_958_466)) >= 0) {
      return number(days);
    }
    LocalDateTime at = cell.asDate();
    if (days.compareTo(BigDecimal.ONE) < 0) {
      return at.toLocalTime().format(DateTimeFormatter.ISO_LOCAL_TIME);
    }
    return at.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? at.toLocalDate().toString()
        : at.format(DATE_AND_TIME);
  }

  private static String number(BigDecimal number) {
    BigDecimal shown = number.round(SHOWN).stripTrailingZeros();
    return Math.abs((long) shown.scale()) <= MAX_ZEROS ? shown.toPlainString() : shown.toString();
  }

  /** Excel writes what XML can't hold as {@code _x000D_}. */
  private static String unescaped(String text) {
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
