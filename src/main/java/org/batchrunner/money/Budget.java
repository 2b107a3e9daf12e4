package org.batchrunner.money;

/**
 * The money of a batch or of a task at one instant. Immutable; the rules of {@code cap-mode: hard}
 * as pure functions.
 *
 * @param cap what may be spent at most
 * @param settled what calls are known to have cost
 * @param atRisk what calls of unknown outcome may have cost
 * @param held what is set aside for calls that may still be made
 */
public record Budget(Dollars cap, Dollars settled, Dollars atRisk, Dollars held) {

  public static Budget of(Dollars cap) {
    return new Budget(cap, Dollars.ZERO, Dollars.ZERO, Dollars.ZERO);
  }

  /** All that was billed or may have been. */
  public Dollars spent() {
    return settled.plus(atRisk);
  }

  /** What is neither spent nor set aside; negative after a breach or a lowered cap. */
  public Dollars left() {
    return cap.minus(spent()).minus(held);
  }

  public boolean holds() {
    return left().nanos() >= 0;
  }

  public boolean fits(Dollars worst) {
    return !worst.exceeds(left());
  }

  /** Sets money aside. Call {@link #fits} first. */
  public Budget hold(Dollars worst) {
    return new Budget(cap, settled, atRisk, held.plus(worst));
  }

  /** Gives back what is held and not needed. */
  public Budget release(Dollars amount) {
    return new Budget(cap, settled, atRisk, held.minus(amount));
  }

  /** A call that drew {@code worst} on the hold is known to have cost {@code cost}. */
  public Budget settle(Dollars worst, Dollars cost) {
    return new Budget(cap, settled.plus(cost), atRisk, held.minus(worst));
  }

  /** A call that drew {@code worst} on the hold may have been billed that much. */
  public Budget risk(Dollars worst) {
    return new Budget(cap, settled, atRisk.plus(worst), held.minus(worst));
  }

  /** A call that was at risk is known to have cost {@code cost}. */
  public Budget correct(Dollars worst, Dollars cost) {
    return new Budget(cap, settled.plus(cost), atRisk.minus(worst), held);
  }

  public Budget withCap(Dollars newCap) {
    return new Budget(newCap, settled, atRisk, held);
  }
}
