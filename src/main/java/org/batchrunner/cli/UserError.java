package org.batchrunner.cli;

/** A known error: printed as its sentence, with exit code 2. */
public final class UserError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UserError(String sentence) {
    super(sentence);
  }
}
