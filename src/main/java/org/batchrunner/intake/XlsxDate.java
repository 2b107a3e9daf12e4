package org.batchrunner.intake;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A date as text: {@code 2026-11-23}, {@code 2026-11-23 23:15:07}, as far as its cell shows it. */
final class XlsxDate {

  private static final BigDecimal END = BigDecimal.valueOf(2_958_466);
  private static final BigDecimal SECONDS = BigDecimal.valueOf(86_400);
  private static final long MINUTE = 60;
  private static final int FIRST_OF_MARCH_1900 = 61;
  private static final int BETWEEN_EPOCHS = 1_462;
  private static final Pattern LITERAL =
      Pattern.compile("\"[^\"]*+\"|\\\\.|\\[[^\\]]*+\\]|_.|\\*.");
  private static final Pattern DATE_LETTER = Pattern.compile("[ymdhs]");
  private static final Pattern ELAPSED = Pattern.compile("\\[(?:h+|m+|s+)\\]");
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("yyyy-MM", Locale.ROOT);

  private XlsxDate() {}

  static boolean isFormat(@Nullable String format) {
    return format != null
        && !format.equalsIgnoreCase("general")
        && DATE_LETTER.matcher(letters(format)).find();
  }

  private static String letters(String format) {
    String positive = format.split(";", 2)[0].toLowerCase(Locale.ROOT);
    return LITERAL.matcher(positive).replaceAll("").replace("general", "");
  }

  /**
   * @param days since the epoch of the workbook
   */
  static String text(BigDecimal days, String format, boolean date1904) {
    if (days.signum() < 0 || days.compareTo(END) >= 0) {
      return XlsxNumber.plain(days);
    }
    long seconds = days.multiply(SECONDS).setScale(0, RoundingMode.HALF_UP).longValueExact();
    if (ELAPSED.matcher(format.toLowerCase(Locale.ROOT)).find()) {
      return "%d:%02d:%02d"
          .formatted(seconds / (MINUTE * MINUTE), seconds / MINUTE % MINUTE, seconds % MINUTE);
    }
    String letters = letters(format);
    boolean time = letters.indexOf('h') >= 0 || letters.indexOf('s') >= 0;
    boolean date = letters.indexOf('d') >= 0 || letters.indexOf('y') >= 0 || !time;
    long day = seconds / SECONDS.longValue() + (date1904 ? BETWEEN_EPOCHS : 0);
    LocalTime clock = LocalTime.ofSecondOfDay(seconds % SECONDS.longValue());
    if (!date || (day == 0 && time)) {
      return clock.format(DateTimeFormatter.ISO_LOCAL_TIME);
    }
    LocalDate calendar = LocalDate.of(1899, 12, day < FIRST_OF_MARCH_1900 ? 31 : 30).plusDays(day);
    if (time) {
      return text(calendar.atTime(clock));
    }
    if (letters.indexOf('d') >= 0 || letters.indexOf('y') < 0) {
      return calendar.toString();
    }
    return letters.indexOf('m') >= 0 ? calendar.format(MONTH) : String.valueOf(calendar.getYear());
  }

  private static String text(LocalDateTime at) {
    return at.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? at.toLocalDate().toString()
        : at.format(DATE_AND_TIME);
  }

  /** A date that the file has as ISO 8601. */
  static String iso(String text) {
    String date = text.strip();
    try {
      if (date.indexOf('T') < 0) {
        return date;
      }
      boolean zoned = date.endsWith("Z") || date.lastIndexOf('+') > 0;
      LocalDateTime at =
          zoned ? OffsetDateTime.parse(date).toLocalDateTime() : LocalDateTime.parse(date);
      return text(at);
    } catch (DateTimeException e) {
      return date;
    }
  }
}
