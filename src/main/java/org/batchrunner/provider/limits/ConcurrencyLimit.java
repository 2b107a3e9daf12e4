package org.batchrunner.provider.limits;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many calls a provider may have in flight: half of those that were when it said that they were
 * too many, then one more for each round of successes. Calls that were sent before the last halving
 * say nothing new about what came of it.
 */
final class ConcurrencyLimit {

  private final int most;
  private final AtomicInteger now = new AtomicInteger();
  private volatile int limit;
  private int successes;

  /** The last ticket before the limit was halved last. */
  private long halvedAt;

  ConcurrencyLimit(int most) {
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

  boolean isFull() {
    return now.get() >= limit;
  }

  /** Counts one more, if it may go. */
  boolean begin() {
    int calls = now.get();
    while (calls < limit) {
      if (now.compareAndSet(calls, calls + 1)) {
        return true;
      }
      calls = now.get();
    }
    return false;
  }

  void ended() {
    now.accumulateAndGet(1, (calls, one) -> Math.max(0, calls - one));
  }

  void succeeded(Permit ticket) {
    if (limit < most && ticket.number() > halvedAt && ++successes >= limit) {
      successes = 0;
      limit = limit() + 1;
    }
  }

  /**
   * The provider says that it is asked too much.
   *
   * @param lastTicket that any call has got
   */
  void tooMany(Permit ticket, long lastTicket) {
    if (ticket.number() > halvedAt) {
      int others = now.get();
      int used = others == 0 ? limit : Math.min(limit, others + 1);
      limit = Math.max(1, used / 2);
      halvedAt = lastTicket;
      successes = 0;
    }
  }
}
