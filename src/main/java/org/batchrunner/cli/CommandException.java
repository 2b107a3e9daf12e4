package org.batchrunner.cli;

/** An error of use: only its message is printed, and the exit code is 2. */
public final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CommandException(String sentence) {
    super(sentence);
  }
}
