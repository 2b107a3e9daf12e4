package org.batchrunner.common;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A ticker that stands still until it is told to go on. For many threads. */
public final class SettableTicker implements Ticker {

  /** Near the end of the range, so that who compares instead of subtracting is found out. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

  public void goOn(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Override
  public long nanos() {
    return now.get();
  }
}
