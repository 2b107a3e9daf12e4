package org.batchrunner.money;

/** The rules of {@code cap-mode: soft}, which check what was spent, not what may be spent. */
public final class SoftCap {

  private SoftCap() {}

  /** Returns whether a task is skipped, before it starts. */
  public static boolean reached(Dollars batchCap, Dollars cost) {
    return !batchCap.exceeds(cost);
  }

  /**
   * Returns whether a task is blocked after it ran, so that it does not count toward the cap of its
   * batch.
   */
  public static boolean exceeded(Dollars runCap, Dollars cost) {
    return cost.exceeds(runCap);
  }
}
