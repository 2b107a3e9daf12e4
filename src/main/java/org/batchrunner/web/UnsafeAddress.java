package org.batchrunner.web;

/** The page would be open to others. The message is a sentence. */
public final class UnsafeAddress extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnsafeAddress(String sentence) {
    super(sentence);
  }
}
