package org.batchrunner.intake;

/** The apostrophe that our reports put before what a spreadsheet would run as a formula. */
final class Apostrophe {

  private static final String FORMULA_STARTS = "=+-@\t\r";

  private Apostrophe() {}

  static String strip(String cell) {
    return cell.length() > 1
            && cell.charAt(0) == '\''
            && FORMULA_STARTS.indexOf(cell.charAt(1)) >= 0
        ? cell.substring(1)
        : cell;
  }
}
