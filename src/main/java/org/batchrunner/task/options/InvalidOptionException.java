package org.batchrunner.task.options;

/**
 * Thrown for a batch option that is unknown or has a value that is not allowed. The message is a
 * sentence for the user.
 */
public final class InvalidOptionException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String key;
  private final String inner;

  public InvalidOptionException(String key, String message) {
    this(key, "", message);
  }

  /**
   * @param inner the wrong key within the value of the option; empty if the whole value is wrong
   */
  public InvalidOptionException(String key, String inner, String message) {
    super(message);
    this.key = key;
    this.inner = inner;
  }

  static InvalidOptionException value(String key, Object value, String allowed) {
    return new InvalidOptionException(
        key, "%s: '%s' is not allowed; it takes %s".formatted(key, value, allowed));
  }

  /** Returns the option as the user wrote it. */
  public String key() {
    return key;
  }

  /** Returns the wrong key within the value; empty if the whole value is wrong. */
  public String inner() {
    return inner;
  }
}
