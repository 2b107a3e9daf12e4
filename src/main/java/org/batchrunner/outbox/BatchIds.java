package org.batchrunner.outbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Predicate;

/** Makes the ids of batches: the stem of the file name, made safe, and the time of acceptance. */
public final class BatchIds {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("-yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private BatchIds() {}

  /**
   * @param fileName without folders
   * @param accepted when
   * @return such as {@code tasks-20261123-231500}
   */
  public static String of(String fileName, Instant accepted) {
    int dot = fileName.lastIndexOf('.');
    return SafeNames.of(dot > 0 ? fileName.substring(0, dot) : fileName) + TIME.format(accepted);
  }

  /**
   * Returns the same id, with a number from 2 on if it is already taken.
   *
   * @param taken whether there is such a batch already; to be told by names in any case
   */
  public static String of(String fileName, Instant accepted, Predicate<String> taken) {
    String id = of(fileName, accepted);
    String candidate = id;
    for (int number = 2; taken.test(candidate); number++) {
      candidate = id + "-" + number;
    }
    return candidate;
  }
}
