package org.batchrunner.harness;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Task files whose rows differ. */
public final class TaskFiles {

  private TaskFiles() {}

  /**
   * @param name told in each prompt, so that two files have no prompt in common
   */
  public static String csv(String name, int tasks) {
    return IntStream.rangeClosed(1, tasks)
        .mapToObj(number -> number + ",\"" + prompt(name, number) + "\"")
        .collect(Collectors.joining("\n", "id,task\n", "\n"));
  }

  /** The prompt of a row. */
  public static String prompt(String name, int number) {
    return "In one sentence, what is thing %d of %s good for?".formatted(number, name);
  }
}
