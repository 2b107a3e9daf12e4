package org.batchrunner.provider.limits;

import java.util.ArrayDeque;
import java.util.Deque;

/** Limits an amount per minute. Time is in milliseconds and never goes back. */
final class MinuteWindow {

  static final long MINUTE = 60_000;

  private record Entry(long at, long amount) {}

  private final long most;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long sum;

  MinuteWindow(long most) {
    this.most = most;
  }

  /**
   * Milliseconds until so much more fits; 0 if it does now. More than a whole minute's fits when
   * nothing else is in the minute.
   */
  long delay(long now, long amount) {
    expire(now);
    long needed = sum + Math.min(amount, most) - most;
    if (needed <= 0) {
      return 0;
    }
    for (Entry entry : entries) {
      needed -= entry.amount();
      if (needed <= 0) {
        return entry.at() + MINUTE - now;
      }
    }
    return MINUTE;
  }

  void add(long now, long amount) {
    entries.addLast(new Entry(now, amount));
    sum += amount;
  }

  private void expire(long now) {
    for (Entry first = entries.peekFirst();
        first != null && first.at() + MINUTE <= now;
        first = entries.peekFirst()) {
      sum -= first.amount();
      entries.removeFirst();
    }
  }
}
