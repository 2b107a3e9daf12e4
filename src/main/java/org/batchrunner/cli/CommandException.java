package org.batchrunner.cli;

/** A known error: printed as its sentence, with exit code 2. */
public final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CommandException(String sentence) {
    super(sentence);
  }
}
