package org.batchrunner.batch;

/** There is no such batch, or several begin like that. The message is a sentence. */
public final class UnknownBatch extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnknownBatch(String sentence) {
    super(sentence);
  }
}
