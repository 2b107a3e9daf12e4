package org.batchrunner.config;

/**
 * Thrown for a setting that is unknown or has a value that is not allowed. The message is a
 * sentence for the user.
 */
public final class InvalidSettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InvalidSettingException(String sentence) {
    super(sentence);
  }
}
