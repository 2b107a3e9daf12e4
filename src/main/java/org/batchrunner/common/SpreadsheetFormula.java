package org.batchrunner.common;

import java.util.regex.Pattern;

/**
 * What keeps a spreadsheet from running a text of a CSV file as a formula: reports put it there,
 * reading a task file takes it off again.
 *
 * <p>An apostrophe goes before {@code = + - @}, tab and return at the start of a cell, unless the
 * cell is a plain number; and before a cell that would be taken for one that has it already. Where
 * a delimiter or a line break in a cell is followed by such a character, a file that is opened with
 * another delimiter has a cell that begins there. So an apostrophe goes in between, with an
 * invisible word joiner after it, which no text of a user has in that place.
 */
public final class SpreadsheetFormula {

  private static final String STARTERS = "=+-@\t\r＝＋－＠";
  private static final String INNER_STARTERS = "=+-@＝＋－＠";
  private static final String DELIMITERS = ",;\t|\n\r";
  private static final String GUARD = "'\u2060";
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d++(\\.\\d*+)?+|\\.\\d++)([eE][+-]?\\d{1,3})?+");

  /** An item of a list in Markdown or a rule: no formula, as long as it calls nothing. */
  private static final Pattern PROSE = Pattern.compile("-++|[-+] [^|(!]*+");

  private SpreadsheetFormula() {}

  /** The cell as it is written to a CSV file. */
  public static String defuse(String cell) {
    String inner = guarded(cell);
    return startsFormula(inner) && !isNumber(cell) ? "'" + inner : inner;
  }

  /** The cell that {@link #defuse} was given. */
  public static String restore(String written) {
    String cell =
        written.startsWith("'") && startsFormula(written) ? written.substring(1) : written;
    return cell.contains(GUARD) ? unguarded(cell) : cell;
  }

  private static boolean startsFormula(String cell) {
    int start = 0;
    while (start < cell.length() && cell.charAt(start) == '\'') {
      start++;
    }
    return start < cell.length() && STARTERS.indexOf(cell.charAt(start)) >= 0;
  }

  private static boolean isNumber(String cell) {
    return NUMBER.matcher(cell).matches();
  }

  private static String guarded(String cell) {
    StringBuilder guarded = null;
    int copied = 0;
    for (int i = 1; i < cell.length(); i++) {
      if (isDelimiter(cell.charAt(i - 1)) && isLive(cell, i)) {
        guarded = guarded == null ? new StringBuilder() : guarded;
        guarded.append(cell, copied, i).append(GUARD);
        copied = i;
      }
    }
    return guarded == null ? cell : guarded.append(cell, copied, cell.length()).toString();
  }

  private static String unguarded(String cell) {
    StringBuilder text = new StringBuilder();
    int copied = 0;
    for (int i = 1; i < cell.length(); i++) {
      if (isDelimiter(cell.charAt(i - 1))
          && cell.startsWith(GUARD, i)
          && starter(cell, i) < cell.length()) {
        text.append(cell, copied, i);
        copied = i + GUARD.length();
      }
    }
    return text.append(cell, copied, cell.length()).toString();
  }

  private static boolean isDelimiter(char c) {
    return DELIMITERS.indexOf(c) >= 0;
  }

  /** Where what begins here has a character that begins formulas; the end if it has none. */
  private static int starter(String cell, int from) {
    int i = from;
    while (cell.startsWith(GUARD, i)) {
      i += GUARD.length();
    }
    while (i < cell.length() && cell.charAt(i) == '"') {
      i++;
    }
    return i < cell.length() && INNER_STARTERS.indexOf(cell.charAt(i)) >= 0 ? i : cell.length();
  }

  private static boolean isLive(String cell, int from) {
    int start = starter(cell, from);
    if (start == cell.length() || cell.startsWith(GUARD, from)) {
      return start < cell.length();
    }
    int end = start;
    while (end < cell.length() && !isDelimiter(cell.charAt(end))) {
      end++;
    }
    String segment = cell.substring(start, end);
    return !isNumber(segment) && !PROSE.matcher(line(cell, start, segment)).matches();
  }

  /** All that a formula could reach: a list's item goes to the end of its line. */
  private static String line(String cell, int start, String segment) {
    int end = start + segment.length();
    while (end < cell.length() && cell.charAt(end) != '\n' && cell.charAt(end) != '\r') {
      end++;
    }
    return segment.startsWith("- ") || segment.startsWith("+ ")
        ? cell.substring(start, end)
        : segment;
  }
}
