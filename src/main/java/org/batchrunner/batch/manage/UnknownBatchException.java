package org.batchrunner.batch.manage;

/** There is no such batch, or several begin like that. The message is a sentence. */
public final class UnknownBatchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnknownBatchException(String sentence) {
    super(sentence);
  }
}
