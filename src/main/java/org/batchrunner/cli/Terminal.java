package org.batchrunner.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether standard error is seen by a person. */
final class Terminal {

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  static boolean isThere() {
    Console console = System.console();
    return console != null && isTerminal(console) && !isRedirected();
  }

  /** From Java 22 on there is a console without a terminal too, and a method that tells. */
  private static boolean isTerminal(Console console) {
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Where the system tells. */
  private static boolean isRedirected() {
    try {
      return Files.isSymbolicLink(STANDARD_ERROR)
          && !Files.readSymbolicLink(STANDARD_ERROR).startsWith("/dev");
    } catch (IOException e) {
      return false;
    }
  }
}
