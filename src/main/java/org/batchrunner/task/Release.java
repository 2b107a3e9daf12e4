package org.batchrunner.task;

/** Whether money that lost calls may have cost can go back under the cap without a settlement. */
public enum Release {
  /** It stays charged at its worst case. */
  NEVER,
  /** What was lost without a whole response is released after 24 hours. */
  AFTER_24H,
  /** Only when the owner of the money says so, call by call or all at once. */
  BY_HAND
}
