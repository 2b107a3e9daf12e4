package org.batchrunner.money;

/**
 * The money of a batch and of one of its tasks, which move together. Immutable; each rule is a
 * function from what was to what is.
 *
 * @param batch of the batch
 * @param task of the task
 * @param drawn the part of what the task holds that its open calls may cost
 */
public record Funds(Budget batch, Budget task, Dollars drawn) {

  /** What the task holds and none of its open calls draws on. */
  public Dollars undrawn() {
    return task.held().minus(drawn);
  }

  /** Sets money aside. Ask {@link Admission} or {@link Grant} first. */
  public Funds hold(Dollars amount) {
    return new Funds(batch.hold(amount), task.hold(amount), drawn);
  }

  /**
   * What has to be held beside what is, so that a call can be made.
   *
   * @param worst the most that the call can cost
   * @param enlargeBy zero if money was held for this call
   */
  public Dollars missing(Dollars worst, Dollars enlargeBy) {
    Dollars missing = worst.minus(undrawn());
    Dollars more = enlargeBy.exceeds(missing) ? enlargeBy : missing;
    return more.exceeds(Dollars.ZERO) ? more : Dollars.ZERO;
  }

  /** A call is about to be made: it draws on what the task holds. */
  public Funds draw(Dollars worst) {
    return new Funds(batch, task, drawn.plus(worst));
  }

  /** A call is known to have cost this. */
  public Funds settle(Dollars worst, Dollars cost) {
    return new Funds(batch.settle(worst, cost), task.settle(worst, cost), drawn.minus(worst));
  }

  /** A call may have been billed: it counts at its worst case. */
  public Funds risk(Dollars worst) {
    return new Funds(batch.risk(worst), task.risk(worst), drawn.minus(worst));
  }

  /** A call cost nothing: its money stays with the task. */
  public Funds free(Dollars worst) {
    return new Funds(batch, task, drawn.minus(worst));
  }

  /** A call that was at risk is known to have cost this after all. */
  public Funds correct(Dollars worst, Dollars cost) {
    return new Funds(batch.correct(worst, cost), task.correct(worst, cost), drawn);
  }

  /** The task ends, or is taken back: what it still holds goes back to the batch. */
  public Funds release() {
    return new Funds(batch.release(task.held()), task.release(task.held()), drawn);
  }
}
