package org.batchrunner.intake;

/**
 * Thrown if an option file can't be used. The message says what is wrong, in which line, and what
 * is allowed.
 */
public final class InvalidOptionFileException extends InvalidInputException {

  private static final long serialVersionUID = 1L;

  InvalidOptionFileException(String file, long line, String sentence) {
    super(file, line, sentence);
  }
}
