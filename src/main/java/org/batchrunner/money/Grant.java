package org.batchrunner.money;

/** Whether an admitted task may have more money, by the rules of {@code cap-mode: hard}. */
public enum Grant {
  GRANTED,
  REFUSED_BY_RUN_CAP,
  REFUSED_BY_BATCH_CAP;

  /**
   * At once: an admitted task never waits for money.
   *
   * @param run the budget of the task
   * @param batch the budget of its batch
   * @param more what is needed beside what the task holds
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
