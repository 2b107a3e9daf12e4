package org.batchrunner.stub;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who was told to wait, and until when. A request that was told so itself must not come before. All
 * others of its API must not either, but for those that were on their way: that is what the grace
 * is for: an idle machine's, and what threads are late here for each of the hand-overs of a client.
 * Times are those of {@code System.nanoTime}.
 */
final class Waits {

  private static final int HAND_OVERS = 4;

  private final long grace;
  private final LongSupplier lag;
  private final Map<String, Long> byRequest = new HashMap<>();
  private final Map<Api, Deque<Window>> byApi = new EnumMap<>(Api.class);

  private record Window(long from, long until) {}

  Waits(Duration grace, LongSupplier lag) {
    this.grace = grace.toNanos();
    this.lag = lag;
  }

  synchronized void told(Api api, String hash, long now, Duration wait) {
    long until = now + wait.toNanos();
    byRequest.merge(hash, until, (one, other) -> one - other > 0 ? one : other);
    byApi.computeIfAbsent(api, key -> new ArrayDeque<>()).add(new Window(now + grace, until));
  }

  synchronized boolean early(Api api, String hash, long now) {
    Long own = byRequest.get(hash);
    if (own != null && own - now > 0) {
      return true;
    }
    byRequest.remove(hash);
    Deque<Window> windows = byApi.getOrDefault(api, new ArrayDeque<>());
    windows.removeIf(window -> window.until() - now <= 0);
    long late = HAND_OVERS * lag.getAsLong();
    return windows.stream().anyMatch(window -> now - window.from() > late);
  }

  /** A program that was killed knows nothing of what it was told. */
  synchronized void forget() {
    byRequest.clear();
    byApi.clear();
  }
}
