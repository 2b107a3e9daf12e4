package org.batchrunner.money;

/**
 * The budgets of a batch and of one of its tasks, which change together. Immutable; each rule
 * returns a new value.
 *
 * @param batch of the batch
 * @param task of the task
 * @param drawn the part of the task's reserved money that its open calls may cost
 */
public record Funds(Budget batch, Budget task, Dollars drawn) {

  /** Returns the reserved money of the task that no open call needs. */
  public Dollars undrawn() {
    return task.held().minus(drawn);
  }

  /** Reserves money. Ask {@link Admission} or {@link Grant} first. */
  public Funds hold(Dollars amount) {
    return new Funds(batch.hold(amount), task.hold(amount), drawn);
  }

  /**
   * Returns how much more must be reserved before a call can be made.
   *
   * @param worst the most that the call can cost
   * @param enlargeBy zero if money was held for this call
   */
  public Dollars missing(Dollars worst, Dollars enlargeBy) {
    Dollars missing = worst.minus(undrawn());
    Dollars more = enlargeBy.exceeds(missing) ? enlargeBy : missing;
    return more.exceeds(Dollars.ZERO) ? more : Dollars.ZERO;
  }

  /** Assigns reserved money of the task to a call that is about to be made. */
  public Funds draw(Dollars worst) {
    return new Funds(batch, task, drawn.plus(worst));
  }

  /** Settles a call at its known cost. */
  public Funds settle(Dollars worst, Dollars cost) {
    return new Funds(batch.settle(worst, cost), task.settle(worst, cost), drawn.minus(worst));
  }

  /** Charges a call that may have been billed at its worst case. */
  public Funds risk(Dollars worst) {
    return new Funds(batch.risk(worst), task.risk(worst), drawn.minus(worst));
  }

  /** A call cost nothing: its money stays with the task. */
  public Funds free(Dollars worst) {
    return new Funds(batch, task, drawn.minus(worst));
  }

  /** Settles a call that was at risk at its known cost. */
  public Funds correct(Dollars worst, Dollars cost) {
    return new Funds(batch.correct(worst, cost), task.correct(worst, cost), drawn);
  }

  /**
   * Gives the remaining reserved money of a task back to the batch, when the task ends or is
   * withdrawn.
   */
  public Funds release() {
    return new Funds(batch.release(task.held()), task.release(task.held()), drawn);
  }
}
