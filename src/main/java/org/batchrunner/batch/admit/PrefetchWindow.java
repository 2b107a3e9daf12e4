package org.batchrunner.batch.admit;

/**
 * How many tasks have their money held before they have a slot: as many as begin while the ledger
 * commits, so that no slot waits for it. Not more, since after a crash a call that was intended and
 * never made counts as one that may have been billed.
 */
final class PrefetchWindow {

  private static final int MOST = 64;

  /** Rounds to wait before shrinking: tasks of equal length finish in bursts. */
  private static final int CALM = 16;

  private int tasks = 1;
  private boolean starved;
  private int calm;

  int tasks() {
    return tasks;
  }

  /** A slot is free, and the ledger has not decided yet. */
  void starved() {
    starved = true;
  }

  /**
   * The ledger has decided.
   *
   * @param ready the tasks that could still have begun meanwhile
   */
  void decided(int ready) {
    if (starved) {
      tasks = Math.min(MOST, tasks * 2);
      calm = 0;
    } else if (ready > tasks / 4 && ++calm >= CALM && tasks > 1) {
      tasks--;
      calm = 0;
    }
    starved = false;
  }
}
