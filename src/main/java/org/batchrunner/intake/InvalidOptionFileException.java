package org.batchrunner.intake;

/** An option file that can't be used: what is wrong, in which line, what is allowed. */
public final class InvalidOptionFileException extends InvalidInputException {

  private static final long serialVersionUID = 1L;

  InvalidOptionFileException(String file, long line, String sentence) {
    super(file, line, sentence);
  }
}
