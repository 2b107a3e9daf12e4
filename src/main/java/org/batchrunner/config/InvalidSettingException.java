package org.batchrunner.config;

/** A setting that is unknown or has a value that is not allowed. The message is a sentence. */
public final class InvalidSettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InvalidSettingException(String sentence) {
    super(sentence);
  }
}
