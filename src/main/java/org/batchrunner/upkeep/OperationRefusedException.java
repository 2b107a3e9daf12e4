package org.batchrunner.upkeep;

/** Thrown if a requested operation can't be done. The message says why, and what to do. */
public final class OperationRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OperationRefusedException(String sentence) {
    super(sentence);
  }
}
