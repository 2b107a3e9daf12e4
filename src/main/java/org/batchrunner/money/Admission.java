package org.batchrunner.money;

/** The decision whether a task may start, by the rules of {@code cap-mode: hard}. */
public enum Admission {
  /** The task starts, and its worst case is reserved. */
  ADMIT,
  /** Its worst case exceeds the cap of a task, so it never runs. */
  BLOCKED_BY_RUN_CAP,
  /** Its worst case exceeds what the batch has left now, but other tasks may give money back. */
  WAIT,
  /** Its worst case exceeds what the batch has left, and no money will be given back. */
  SKIPPED_BY_BATCH_CAP;

  /**
   * @param run the budget of the task: its cap and what earlier attempts at it have cost
   * @param batch the budget of its batch
   * @param worst the worst case of all calls that the task may still make
   */
  public static Admission decide(Budget run, Budget batch, Dollars worst) {
    if (worst.isZero()) {
      return ADMIT;
    }
    if (!run.fits(worst)) {
      return BLOCKED_BY_RUN_CAP;
    }
    if (batch.fits(worst)) {
      return ADMIT;
    }
    return batch.held().isZero() ? SKIPPED_BY_BATCH_CAP : WAIT;
  }
}
