package org.batchrunner.task;

/** A batch option that is unknown or has a value that is not allowed. The message is a sentence. */
public final class BadOption extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String key;

  public BadOption(String key, String message) {
    super(message);
    this.key = key;
  }

  static BadOption value(String key, Object value, String allowed) {
    return new BadOption(
        key, "%s: '%s' is not allowed; it takes %s".formatted(key, value, allowed));
  }

  /** The option as the user wrote it. */
  public String key() {
    return key;
  }
}
