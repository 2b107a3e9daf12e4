package org.batchrunner.outbox;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts as a workbook holds them. */
final class SheetText {

  private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d{0,14})(?:\\.\\d{1,14})?");
  private static final Pattern CODE = Pattern.compile("-?0\\d++(?:\\.\\d*+)?");
  private static final int MOST_DIGITS = 15;
  private static final String ESCAPE = "_x%04X_";
  private static final int HEX_DIGITS = 4;

  private SheetText() {}

  /** A number that a cell holds as it is written; null for texts, such as 00123 and long ids. */
  static @Nullable BigDecimal number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return null;
    }
    BigDecimal number = new BigDecimal(text);
    boolean negativeZero = number.signum() == 0 && text.startsWith("-");
    long digits = text.chars().filter(Character::isDigit).count();
    return negativeZero || digits > MOST_DIGITS ? null : number;
  }

  /** Returns whether it is an id that would lose its zeros as a number. */
  static boolean isCode(String text) {
    return CODE.matcher(text).matches();
  }

  /** With what XML can't hold, and what looks like that, in Excel's notation {@code _x000D_}. */
  static String escaped(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isForbidden(text, i) || (c == '_' && looksEscaped(text, i))) {
        escaped = escaped == null ? new StringBuilder(text.substring(0, i)) : escaped;
        escaped.append(ESCAPE.formatted((int) c));
      } else if (escaped != null) {
        escaped.append(c);
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  private static boolean isForbidden(String text, int i) {
    char c = text.charAt(i);
    boolean lone =
        Character.isSurrogate(c)
            && !(Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1)))
            && !(Character.isLowSurrogate(c)
                && i > 0
                && Character.isHighSurrogate(text.charAt(i - 1)));
    return (c < ' ' && c != '\t' && c != '\n') || c == '\uFFFE' || c == '\uFFFF' || lone;
  }

  /** Returns whether Excel would read an underscore and what follows as a character. */
  private static boolean looksEscaped(String text, int i) {
    int end = i + 2 + HEX_DIGITS;
    if (end >= text.length() || text.charAt(i + 1) != 'x') {
      return false;
    }
    for (int j = i + 2; j < end; j++) {
      if (Character.digit(text.charAt(j), 16) < 0) {
        return false;
      }
    }
    return text.charAt(end) == '_' || isForbidden(text, end);
  }
}
