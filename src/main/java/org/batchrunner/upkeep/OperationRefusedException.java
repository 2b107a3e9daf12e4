package org.batchrunner.upkeep;

/** What was asked for can't be done. The message is a sentence: why, and what to do. */
public final class OperationRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OperationRefusedException(String sentence) {
    super(sentence);
  }
}
