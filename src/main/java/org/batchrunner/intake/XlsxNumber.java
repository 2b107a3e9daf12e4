package org.batchrunner.intake;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A number as its cell shows it: {@code 00123}, {@code 12.50%}, {@code $1,234.50}. Where the format
 * is General, scientific for a whole number, a fraction or one with conditions, its plain digits.
 */
final class XlsxNumber {

  /** Excel shows 15 digits; files have 17. */
  private static final MathContext SHOWN = new MathContext(15);

  private static final int MAX_ZEROS = 30;
  private static final int GROUP = 3;
  private static final int PERCENT = 2;

  private final List<Part> parts;
  private final BigDecimal value;

  private XlsxNumber(List<Part> parts, BigDecimal value) {
    this.parts = parts;
    this.value = value;
  }

  /** What a section of a format is made of. */
  private enum Kind {
    DIGIT,
    POINT,
    COMMA,
    TEXT,
    PERCENT,
    GENERAL,
    EXPONENT,
    UNKNOWN
  }

  /**
   * @param text of a digit {@code 0}, {@code #} or {@code ?}
   */
  private record Part(Kind kind, String text) {}

  static String text(BigDecimal number, String format) {
    BigDecimal value = number.round(SHOWN);
    if (format.equalsIgnoreCase("general")
        || Math.abs((long) value.scale()) > MAX_ZEROS
        || value.precision() - value.scale() > MAX_ZEROS) {
      return plain(value);
    }
    List<String> sections = sections(format);
    boolean negative = value.signum() < 0;
    int chosen = negative ? 1 : value.signum() == 0 ? 2 : 0;
    boolean own = chosen > 0 && chosen < sections.size();
    List<Part> parts = parts(sections.get(own ? chosen : 0));
    if (parts.isEmpty() || has(parts, Kind.UNKNOWN)) {
      return plain(value);
    }
    if (has(parts, Kind.EXPONENT)) {
      return value.stripTrailingZeros().scale() <= 0 ? plain(value) : scientific(value, parts);
    }
    XlsxNumber shown = new XlsxNumber(parts, value.abs());
    String text = shown.render();
    return (negative && !own && shown.scaled().signum() != 0 ? "-" + text : text).strip();
  }

  static String plain(BigDecimal number) {
    BigDecimal shown = number.round(SHOWN).stripTrailingZeros();
    return Math.abs((long) shown.scale()) <= MAX_ZEROS ? shown.toPlainString() : shown.toString();
  }

  private static boolean has(List<Part> parts, Kind kind) {
    return parts.stream().anyMatch(part -> part.kind == kind);
  }

  private static List<String> sections(String format) {
    List<String> sections = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '"') {
        i = end(format, i, '"');
      } else if (c == '[') {
        i = end(format, i, ']');
      } else if (c == '\\' || c == '_' || c == '*') {
        i++;
      } else if (c == ';') {
        sections.add(format.substring(start, i));
        start = i + 1;
      }
    }
    sections.add(format.substring(Math.min(start, format.length())));
    return sections;
  }

  private static int end(String format, int start, char closing) {
    int end = format.indexOf(closing, start + 1);
    return end < 0 ? format.length() : end;
  }

  private static List<Part> parts(String section) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < section.length(); i++) {
      char c = section.charAt(i);
      switch (c) {
        case '0', '#', '?' -> parts.add(new Part(Kind.DIGIT, String.valueOf(c)));
        case '.' -> parts.add(new Part(Kind.POINT, "."));
        case ',' -> parts.add(new Part(Kind.COMMA, ","));
        case '%' -> parts.add(new Part(Kind.PERCENT, "%"));
        case '"', '[' -> {
          int end = end(section, i, c == '"' ? '"' : ']');
          String inner = section.substring(i + 1, Math.min(end, section.length()));
          parts.add(c == '"' ? new Part(Kind.TEXT, inner) : bracket(inner));
          i = end;
        }
        case '\\' -> parts.add(new Part(Kind.TEXT, next(section, i++)));
        case '_', '*' -> i++;
        case '@', '/' -> parts.add(new Part(Kind.UNKNOWN, ""));
        case 'E', 'e' -> {
          boolean exponent = "+-".contains(next(section, i)) && !next(section, i).isEmpty();
          parts.add(new Part(exponent ? Kind.EXPONENT : Kind.TEXT, String.valueOf(c)));
        }
        default -> {
          if (section.regionMatches(true, i, "general", 0, "general".length())) {
            parts.add(new Part(Kind.GENERAL, ""));
            i += "general".length() - 1;
          } else {
            parts.add(new Part(Kind.TEXT, String.valueOf(c)));
          }
        }
      }
    }
    return parts;
  }

  private static String next(String section, int i) {
    return i + 1 < section.length() ? section.substring(i + 1, i + 2) : "";
  }

  /** {@code [$€-407]} is a currency; colours say nothing; conditions are not followed. */
  private static Part bracket(String inner) {
    if (inner.startsWith("$")) {
      int dash = inner.indexOf('-');
      return new Part(Kind.TEXT, inner.substring(1, dash < 0 ? inner.length() : dash));
    }
    return inner.isEmpty() || "<>=".indexOf(inner.charAt(0)) >= 0
        ? new Part(Kind.UNKNOWN, "")
        : new Part(Kind.TEXT, "");
  }

  private static String scientific(BigDecimal value, List<Part> parts) {
    int decimals = 0;
    boolean afterPoint = false;
    for (Part part : parts) {
      afterPoint |= part.kind == Kind.POINT;
      if (part.kind == Kind.EXPONENT) {
        break;
      }
      decimals += afterPoint && part.kind == Kind.DIGIT ? 1 : 0;
    }
    BigDecimal rounded = value.round(new MathContext(decimals + 1, RoundingMode.HALF_UP));
    int exponent = rounded.precision() - rounded.scale() - 1;
    return "%sE%s%02d"
        .formatted(
            rounded.movePointLeft(exponent).setScale(decimals, RoundingMode.HALF_UP),
            exponent < 0 ? "-" : "+",
            Math.abs(exponent));
  }

  private int point() {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).kind == Kind.POINT) {
        return i;
      }
    }
    return parts.size();
  }

  private int lastDigit(int before) {
    int last = -1;
    for (int i = 0; i < before; i++) {
      last = parts.get(i).kind == Kind.DIGIT ? i : last;
    }
    return last;
  }

  /** In the unit that is shown, rounded to the decimals that are. */
  private BigDecimal scaled() {
    int shift = 0;
    int decimals = 0;
    int point = point();
    int last = lastDigit(point);
    for (int i = 0; i < parts.size(); i++) {
      Kind kind = parts.get(i).kind;
      shift += kind == Kind.PERCENT ? PERCENT : 0;
      shift -= kind == Kind.COMMA && i > last && i < point ? GROUP : 0;
      decimals += kind == Kind.DIGIT && i > point ? 1 : 0;
    }
    BigDecimal shifted = value.movePointRight(shift);
    return has(parts, Kind.GENERAL) ? shifted : shifted.setScale(decimals, RoundingMode.HALF_UP);
  }

  private String render() {
    BigDecimal shown = scaled();
    String[] digits = shown.toPlainString().split("\\.", 2);
    int point = point();
    StringBuilder text = whole(digits[0].equals("0") ? "" : digits[0], point, shown);
    String fraction = digits.length > 1 ? digits[1] : "";
    int used = 0;
    StringBuilder decimals = new StringBuilder();
    for (int i = point + 1; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.kind == Kind.DIGIT) {
        boolean needed =
            part.text.equals("0") || !fraction.substring(used).chars().allMatch(c -> c == '0');
        decimals.append(needed ? fraction.substring(used, used + 1) : "");
        used++;
      } else if (part.kind != Kind.COMMA && part.kind != Kind.POINT) {
        decimals.append(part.text);
      }
    }
    boolean separated = !decimals.isEmpty() && Character.isDigit(decimals.charAt(0));
    return text.append(separated ? "." : "").append(decimals).toString();
  }

  /** The part before the point, from the right to the left. */
  private StringBuilder whole(String digits, int point, BigDecimal shown) {
    int last = lastDigit(point);
    int first = -1;
    boolean grouped = false;
    for (int i = last; i >= 0; i--) {
      first = parts.get(i).kind == Kind.DIGIT ? i : first;
      grouped |= parts.get(i).kind == Kind.COMMA;
    }
    StringBuilder reversed = new StringBuilder();
    int left = digits.length();
    int placed = 0;
    for (int i = Math.min(point, parts.size()) - 1; i >= 0; i--) {
      Part part = parts.get(i);
      if (part.kind == Kind.DIGIT) {
        int count = i == first ? Math.max(left, 1) : 1;
        for (int j = 0; j < count; j++) {
          if (left == 0 && !part.text.equals("0")) {
            break;
          }
          reversed.append(grouped && placed > 0 && placed % GROUP == 0 ? "," : "");
          reversed.append(left > 0 ? digits.charAt(--left) : '0');
          placed++;
        }
      } else if (part.kind == Kind.GENERAL) {
        reversed.append(new StringBuilder(plain(shown)).reverse());
      } else if (part.kind != Kind.COMMA) {
        reversed.append(new StringBuilder(part.text).reverse());
      }
    }
    return reversed.reverse();
  }
}
