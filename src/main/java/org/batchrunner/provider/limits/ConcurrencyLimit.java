package org.batchrunner.provider.limits;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits how many calls of a provider may be in flight. The limit is halved when the provider
 * reports too many requests, and grows by one after each round of successes. Outcomes of calls that
 * were sent before the last halving are ignored.
 */
final class ConcurrencyLimit {

  private final int most;
  private final AtomicInteger now = new AtomicInteger();
  private volatile int limit;
  private int successes;

  /** The last permit before the limit was last halved. */
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

  /** Counts one more call in flight, if the limit allows it. */
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
   * Notes that the provider reported too many requests.
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
