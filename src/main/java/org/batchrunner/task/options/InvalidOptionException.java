package org.batchrunner.task.options;

/** A batch option that is unknown or has a value that is not allowed. The message is a sentence. */
public final class InvalidOptionException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String key;
  private final String inner;

  public InvalidOptionException(String key, String message) {
    this(key, "", message);
  }

  /**
   * @param inner the key within the option's value that is wrong; empty if it is the whole value
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

  /** The option as the user wrote it. */
  public String key() {
    return key;
  }

  /** The key within its value that is wrong; empty if it is the whole value. */
  public String inner() {
    return inner;
  }
}
