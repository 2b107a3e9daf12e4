package org.batchrunner.money;

/**
 * The money of a batch or of a task at one instant. Immutable; the rules of {@code cap-mode: hard}
 * as pure functions.
 *
 * @param cap what may be spent at most
 * @param settled the known cost of calls
 * @param atRisk the most that calls of unknown cost may have cost
 * @param held the money reserved for calls that may still be made
 */
public record Budget(Dollars cap, Dollars settled, Dollars atRisk, Dollars held) {

  public static Budget of(Dollars cap) {
    return new Budget(cap, Dollars.ZERO, Dollars.ZERO, Dollars.ZERO);
  }

  /** Returns all money that was or may have been billed. */
  public Dollars spent() {
    return settled.plus(atRisk);
  }

  /**
   * Returns the money that is neither spent nor reserved; negative after a breach or a lowered cap.
   */
  public Dollars left() {
    return cap.minus(spent()).minus(held);
  }

  public boolean holds() {
    return left().nanos() >= 0;
  }

  public boolean fits(Dollars worst) {
    return !worst.exceeds(left());
  }

  /** Reserves money. Call {@link #fits} first. */
  public Budget hold(Dollars worst) {
    return new Budget(cap, settled, atRisk, held.plus(worst));
  }

  /** Gives back reserved money that is not needed. */
  public Budget release(Dollars amount) {
    return new Budget(cap, settled, atRisk, held.minus(amount));
  }

  /** Settles a call for which {@code worst} was reserved at its known cost. */
  public Budget settle(Dollars worst, Dollars cost) {
    return new Budget(cap, settled.plus(cost), atRisk, held.minus(worst));
  }

  /** Charges a call for which {@code worst} was reserved as being at risk. */
  public Budget risk(Dollars worst) {
    return new Budget(cap, settled, atRisk.plus(worst), held.minus(worst));
  }

  /** Settles a call that was at risk at its known cost. */
  public Budget correct(Dollars worst, Dollars cost) {
    return new Budget(cap, settled.plus(cost), atRisk.minus(worst), held);
  }

  public Budget withCap(Dollars newCap) {
    return new Budget(newCap, settled, atRisk, held);
  }
}
