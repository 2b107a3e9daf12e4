package org.batchrunner.task;

/** Whether each task gets a file of its own in {@code results/}. */
public enum TaskFiles {
  /** Only in batches of up to 10,000 tasks. */
  AUTO,
  ALWAYS,
  NEVER;

  private static final int AUTO_LIMIT = 10_000;

  public boolean written(long tasks) {
    return this == ALWAYS || (this == AUTO && tasks <= AUTO_LIMIT);
  }
}
