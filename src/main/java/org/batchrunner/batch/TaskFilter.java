package org.batchrunner.batch;

import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;

/** Which tasks {@code only}, {@code skip} and {@code limit} leave. Counts, so for one pass only. */
public final class TaskFilter {

  private final Options options;
  private int taken;

  public TaskFilter(Options options) {
    this.options = options;
  }

  /** Why a task is left out, as a sentence; empty if it is not. */
  public String leftOut(Task task) {
    if (options.only().map(only -> !only.matcher(task.text()).find()).orElse(false)) {
      return "left out by only: '" + options.only().orElseThrow().pattern() + "' is not in it";
    }
    if (options.skip().map(skip -> skip.matcher(task.text()).find()).orElse(false)) {
      return "left out by skip: '" + options.skip().orElseThrow().pattern() + "' is in it";
    }
    if (options.limit().map(limit -> taken >= limit).orElse(false)) {
      return "left out by limit: " + options.limit().orElseThrow() + " tasks come before it";
    }
    taken++;
    return "";
  }
}
