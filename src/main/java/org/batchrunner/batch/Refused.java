package org.batchrunner.batch;

import org.jspecify.annotations.Nullable;

/**
 * A file that can't become a batch. The message is a sentence: what is wrong, where, what to do.
 */
public final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public Refused(String sentence) {
    super(sentence);
  }

  public Refused(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
