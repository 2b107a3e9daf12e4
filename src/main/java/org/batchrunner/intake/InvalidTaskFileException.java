package org.batchrunner.intake;

import java.util.List;

/**
 * Thrown if a task file can't be used. The message says what is wrong, in which line, and what to
 * do.
 */
public final class InvalidTaskFileException extends InvalidInputException {

  private static final long serialVersionUID = 1L;

  private final List<String> columns;
  private boolean ofQuotes;

  InvalidTaskFileException(String file, long line, String sentence) {
    this(file, line, sentence, List.of());
  }

  InvalidTaskFileException(String file, long line, String sentence, List<String> columns) {
    super(file, line, sentence);
    this.columns = List.copyOf(columns);
  }

  static InvalidTaskFileException ofQuotes(String file, long line, String sentence) {
    InvalidTaskFileException bad = new InvalidTaskFileException(file, line, sentence);
    bad.ofQuotes = true;
    return bad;
  }

  /** Returns whether nothing is wrong but quotes that do not open and close cells. */
  boolean ofQuotes() {
    return ofQuotes;
  }

  /** The columns that there are, where all that is wrong is that none is the task's; else empty. */
  public List<String> columns() {
    return columns;
  }
}
