package org.batchrunner;

/** A setting that is unknown or has a value that is not allowed. The message is a sentence. */
final class WrongSetting extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WrongSetting(String sentence) {
    super(sentence);
  }
}
