package org.batchrunner.batch.active;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.batchrunner.common.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Batches that could not be run, each to be tried again after a while. Thread-safe. */
final class DeferredBatches {

  private static final Logger LOG = LoggerFactory.getLogger(ActiveBatches.class);

  private static final long WHILE_NANOS = Duration.ofSeconds(3).toNanos();

  /** How often a batch is tried that fails for a reason inside the program. */
  static final int MOST_TRIES = 5;

  private record Entry(String why, long due) {}

  private final Ticker ticker;

  private final Map<String, Entry> entries = new HashMap<>();

  /** How often in a row batches have failed for a reason inside the program. */
  private final Map<String, Integer> failures = new HashMap<>();

  /** The reasons why batches are no longer tried, by their ids. */
  private final Map<String, String> givenUp = new HashMap<>();

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

  /**
   * Puts a batch off and says so in the log, unless it has been tried often enough.
   *
   * @param passes whether the reason lies outside the program, such as a full disk
   * @return whether it is tried again
   */
  synchronized boolean mayTryAgain(String id, String why, boolean passes) {
    String sentence = why.endsWith(".") ? why : why + ".";
    if (!passes && failures.merge(id, 1, Integer::sum) >= MOST_TRIES) {
      failures.remove(id);
      entries.remove(id);
      LOG.error("batch {}: {} It is not tried again.", id, sentence);
      return false;
    }
    if (add(id, why)) {
      String until = passes ? "until it works" : "a few times";
      LOG.error("batch {}: {} It is tried again {}.", id, sentence, until);
    }
    return true;
  }

  /** A batch has been worked to its end. */
  synchronized void worked(String id) {
    failures.remove(id);
  }

  synchronized void giveUp(String id, String why) {
    givenUp.put(id, why);
  }

  /** Returns why a batch is no longer tried; null if it still is. */
  synchronized @Nullable String givenUp(String id) {
    return givenUp.get(id);
  }

  /** Whether a batch may be tried, put off or not. */
  synchronized boolean isDue(String id) {
    if (givenUp.containsKey(id)) {
      return false;
    }
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
