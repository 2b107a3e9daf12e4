package org.batchrunner.provider;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many calls a provider may have in flight: half of those that were when it said that they were
 * too many, then one more for each round of successes.
 */
final class InFlight {

  private final int most;
  private final AtomicInteger now = new AtomicInteger();
  private volatile int limit;
  private int successes;

  /**
   * Outcomes still to come of calls that were sent before the last halving: they say nothing new.
   */
  private int stale;

  InFlight(int most) {
    this.most = most;
    this.limit = most;
  }

  int now() {
    return now.get();
  }

  int limit() {
    return limit;
  }

  boolean isWhole() {
    return limit == most;
  }

  void sent() {
    now.incrementAndGet();
  }

  void ended() {
    now.accumulateAndGet(1, (calls, one) -> Math.max(0, calls - one));
  }

  void succeeded() {
    stale = Math.max(0, stale - 1);
    if (limit < most && ++successes >= limit) {
      successes = 0;
      limit = limit() + 1;
    }
  }

  void failed(boolean slowDown) {
    if (stale > 0) {
      stale--;
      return;
    }
    if (slowDown) {
      int others = now.get();
      int calls = others + 1;
      limit = Math.max(1, (others == 0 ? limit : Math.min(limit, calls)) / 2);
      stale = others;
      successes = 0;
    }
  }
}
