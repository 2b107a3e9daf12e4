package org.batchrunner.batch.active;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.batchrunner.common.Ticker;

/** Batches that could not be run, each to be tried again after a while. Thread-safe. */
final class DeferredBatches {

  private static final long WHILE_NANOS = Duration.ofSeconds(3).toNanos();

  private record Entry(String why, long due) {}

  private final Ticker ticker;

  private final Map<String, Entry> entries = new HashMap<>();

  DeferredBatches(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Puts a batch off.
   *
   * @return false if it was put off before for the same reason
   */
  synchronized boolean add(String id, String why) {
    Entry before = entries.put(id, new Entry(why, ticker.nanos() + WHILE_NANOS));
    return before == null || !before.why.equals(why);
  }

  /** Whether a batch may be tried, put off or not. */
  synchronized boolean isDue(String id) {
    Entry entry = entries.get(id);
    return entry == null || ticker.nanos() - entry.due >= 0;
  }

  /** Whether a batch was put off and is due; then the next try is due a while later. */
  synchronized boolean takeDue(String id) {
    Entry entry = entries.get(id);
    if (entry == null || !isDue(id)) {
      return false;
    }
    entries.put(id, new Entry(entry.why, ticker.nanos() + WHILE_NANOS));
    return true;
  }

  /** Whether it was put off. */
  synchronized boolean remove(String id) {
    return entries.remove(id) != null;
  }
}
