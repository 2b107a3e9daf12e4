package org.batchrunner.intake;

import org.jspecify.annotations.Nullable;

/** Thrown if a file can't become a batch. The message says what is wrong, where, and what to do. */
public final class RejectedFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RejectedFileException(String sentence) {
    super(sentence);
  }

  public RejectedFileException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
