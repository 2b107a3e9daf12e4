package org.batchrunner.task;

/** Whether the money that lost calls may have cost can be given back to the batch. */
public enum Release {
  /** The calls stay charged at their worst case. */
  NEVER,
  /** Calls that were lost without a whole response are released after 24 hours. */
  AFTER_24H,
  /** Calls are released only at the user's request, one by one or all at once. */
  BY_HAND
}
