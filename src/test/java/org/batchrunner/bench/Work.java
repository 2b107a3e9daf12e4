package org.batchrunner.bench;

import java.nio.charset.StandardCharsets;

/**
 * The tasks that are measured: short, and each different, so that none is answered from the ledger.
 */
final class Work {

  static final String MODEL = "gpt-4o-mini";

  private Work() {}

  static String prompt(String name, int number) {
    return "Row " + number + " of " + name + ": say in one sentence what a queue is good for.";
  }

  /** The request that the program makes of it, byte for byte. */
  static byte[] body(String name, int number) {
    return ("{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],"
            + "\"max_completion_tokens\":1000,\"temperature\":0.3}")
        .formatted(MODEL, prompt(name, number))
        .getBytes(StandardCharsets.UTF_8);
  }

  static String csv(String name, int tasks) {
    StringBuilder rows = new StringBuilder("id,task\n");
    for (int number = 1; number <= tasks; number++) {
      rows.append(number).append(",\"").append(prompt(name, number)).append("\"\n");
    }
    return rows.toString();
  }
}
