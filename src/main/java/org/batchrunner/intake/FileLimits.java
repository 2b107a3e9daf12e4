package org.batchrunner.intake;

/**
 * Limits that no normal task file exceeds. A larger file is refused, so that memory stays bounded.
 */
final class FileLimits {

  /** Characters of a task's text, and of a prompt made from it. */
  static final int TEXT = 1_000_000;

  /** Characters of a row or line. */
  static final int RECORD = 4_000_000;

  /** Columns, as many as a spreadsheet can have. */
  static final int COLUMNS = 16_384;

  /** Tasks: their sequence number has seven digits in file names. */
  static final int TASKS = 9_999_999;

  private FileLimits() {}
}
