package org.batchrunner.money;

/**
 * The decision whether an admitted task gets more money, by the rules of {@code cap-mode: hard}.
 */
public enum Grant {
  GRANTED,
  REFUSED_BY_RUN_CAP,
  REFUSED_BY_BATCH_CAP;

  /**
   * Decides at once: an admitted task never waits for money.
   *
   * @param run the budget of the task
   * @param batch the budget of its batch
   * @param more the money that is needed beyond what the task has reserved
   */
  public static Grant decide(Budget run, Budget batch, Dollars more) {
    if (more.isZero()) {
      return GRANTED;
    }
    if (!run.fits(more)) {
      return REFUSED_BY_RUN_CAP;
    }
    return batch.fits(more) ? GRANTED : REFUSED_BY_BATCH_CAP;
  }
}
