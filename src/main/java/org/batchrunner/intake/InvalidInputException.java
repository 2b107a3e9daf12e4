package org.batchrunner.intake;

/** Thrown if a file from the user can't be used. The message is a sentence for the user. */
public abstract class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final long line;

  InvalidInputException(String file, long line, String sentence) {
    super((line > 0 ? "%s, line %d: %s" : "%s: %3$s").formatted(file, line, sentence));
    this.file = file;
    this.line = line;
  }

  /** The name of the file. */
  public String file() {
    return file;
  }

  /** The line that is wrong, from 1; 0 if it is no single line. */
  public long line() {
    return line;
  }
}
