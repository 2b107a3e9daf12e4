package org.batchrunner.task;

/** How the caps are enforced. */
public enum CapMode {
  /** Money is reserved before each call, so a cap is never exceeded. */
  HARD,
  /** Settled cost is checked between tasks, so running tasks may exceed a cap. */
  SOFT
}
