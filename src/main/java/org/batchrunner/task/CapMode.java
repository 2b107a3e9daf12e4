package org.batchrunner.task;

/** How caps are kept. */
public enum CapMode {
  /** Money is set aside before a call: a cap is never passed. */
  HARD,
  /** Settled cost is looked at between tasks: a cap may be passed by the tasks that run. */
  SOFT
}
