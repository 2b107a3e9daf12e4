package org.batchrunner.web;

/** Thrown if the page would be open to other machines. The message is a sentence for the user. */
public final class UnsafeAddressException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnsafeAddressException(String sentence) {
    super(sentence);
  }
}
