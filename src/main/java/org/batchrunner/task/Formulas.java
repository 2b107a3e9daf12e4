package org.batchrunner.task;

import java.util.regex.Pattern;

/**
 * The apostrophe that keeps a spreadsheet from running a cell of a CSV file as a formula: reports
 * put it there, reading a task file takes it off again.
 *
 * <p>It goes before {@code = + - @}, tab and return at the start of a cell, unless the cell is a
 * plain number; and before a cell that would be taken for one that has it already.
 */
public final class Formulas {

  private static final String STARTERS = "=+-@\t\r";
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d++(\\.\\d*+)?+|\\.\\d++)([eE][+-]?\\d{1,3})?+");

  private Formulas() {}

  /** The cell as it is written to a CSV file. */
  public static String defuse(String cell) {
    return startsFormula(cell) && !isNumber(cell) ? "'" + cell : cell;
  }

  /** The cell that {@link #defuse} was given. */
  public static String restore(String written) {
    return written.startsWith("'") && startsFormula(written) ? written.substring(1) : written;
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
}
