package org.batchrunner.batch;

/**
 * How many tasks have their money held before they have a slot: as many as begin while the ledger
 * commits, so that no slot waits for it. Not more, since after a crash a call that was intended and
 * never made counts as one that may have been billed.
 */
final class Lookahead {

  private static final int MOST = 64;

  private int tasks = 1;
  private boolean starved;

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
    } else if (ready > tasks / 4 && tasks > 1) {
      tasks--;
    }
    starved = false;
  }
}
