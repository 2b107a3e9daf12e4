package org.batchrunner.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether standard error is a terminal, where a person can see it. */
final class Terminal {

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  static boolean isThere() {
    Console console = System.console();
    return console != null && isTerminal(console) && !isRedirected();
  }

  /**
   * Asks the console, if it can tell: from Java 22 on, there is a console without a terminal too.
   */
  private static boolean isTerminal(Console console) {
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Returns true if standard error is redirected; false if it isn't or the system can't tell. */
  private static boolean isRedirected() {
    try {
      return Files.isSymbolicLink(STANDARD_ERROR)
          && !Files.readSymbolicLink(STANDARD_ERROR).startsWith("/dev");
    } catch (IOException e) {
      return false;
    }
  }
}
