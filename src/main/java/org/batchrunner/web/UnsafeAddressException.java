package org.batchrunner.web;

/** The page would be open to others. The message is a sentence. */
public final class UnsafeAddressException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnsafeAddressException(String sentence) {
    super(sentence);
  }
}
