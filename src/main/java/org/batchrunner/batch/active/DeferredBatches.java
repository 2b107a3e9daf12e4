package org.batchrunner.batch.active;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Batches that could not be worked, each to be tried again after a while. Thread-safe. */
final class DeferredBatches {

  private static final long WHILE_NANOS = Duration.ofSeconds(3).toNanos();

  private record Entry(String why, long due) {}

  private final Map<String, Entry> entries = new HashMap<>();

  /** Whether that is news. */
  synchronized boolean add(String id, String why) {
    Entry before = entries.put(id, new Entry(why, System.nanoTime() + WHILE_NANOS));
    return before == null || !before.why.equals(why);
  }

  /** Whether a batch may be tried, put off or not. */
  synchronized boolean isDue(String id) {
    Entry entry = entries.get(id);
    return entry == null || System.nanoTime() - entry.due >= 0;
  }

  /** Whether a batch was put off and is due; then the next try is due a while later. */
  synchronized boolean takeDue(String id) {
    Entry entry = entries.get(id);
    if (entry == null || !isDue(id)) {
      return false;
    }
    entries.put(id, new Entry(entry.why, System.nanoTime() + WHILE_NANOS));
    return true;
  }

  /** Whether it was put off. */
  synchronized boolean remove(String id) {
    return entries.remove(id) != null;
  }
}
