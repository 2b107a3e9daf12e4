package org.batchrunner.money;

/** A price file that can't be used. The message is a sentence. */
public final class BadPrices extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  BadPrices(String message) {
    super(message);
  }
}
