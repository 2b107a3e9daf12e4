package org.batchrunner.money;

/** The rules of {@code cap-mode: soft}, which look at what was spent, not at what may be. */
public final class SoftCap {

  private SoftCap() {}

  /** Before a task: whether it is skipped. */
  public static boolean reached(Dollars batchCap, Dollars cost) {
    return !batchCap.exceeds(cost);
  }

  /** After a task: whether it is blocked, and does not count toward the cap of its batch. */
  public static boolean exceeded(Dollars runCap, Dollars cost) {
    return cost.exceeds(runCap);
  }
}
