package org.batchrunner.common;

/** Says in words what was thrown. */
public final class FailureWords {

  private FailureWords() {}

  /**
   * Returns the message of a failure, or its name if it has none. An error's message says little
   * without its name, so both are returned.
   */
  public static String of(Throwable failure) {
    String name = failure.getClass().getSimpleName();
    if (failure.getMessage() == null) {
      return name;
    }
    return failure instanceof Error ? name + ": " + failure.getMessage() : failure.getMessage();
  }
}
