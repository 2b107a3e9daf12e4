package org.batchrunner.money;

/** A price file that can't be used. The message is a sentence. */
public final class InvalidPricesException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public InvalidPricesException(String message) {
    super(message);
  }
}
