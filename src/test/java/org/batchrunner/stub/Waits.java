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
 * others of its API must not either, but for those that were on their way: those that come before
 * the client has used the connection again on which it was told, so that it has read it, and a
 * grace after that for what it had let go. Times are those of {@code System.nanoTime}.
 */
final class Waits {

  private static final int HAND_OVERS = 4;

  private final long grace;
  private final LongSupplier lag;
  private final Map<String, Long> byRequest = new HashMap<>();
  private final Map<Api, Deque<Window>> byApi = new EnumMap<>(Api.class);

  private static final class Window {

    private final Object connection;
    private final long until;
    private boolean read;
    private long readAt;

    Window(Object connection, long until) {
      this.connection = connection;
      this.until = until;
    }

    boolean isEarly(long now, long grace) {
      return read && now - readAt > grace;
    }

    void request(Object on, long now) {
      if (!read && connection.equals(on)) {
        read = true;
        readAt = now;
      }
    }
  }

  /**
   * @param lag how late threads run just now, in nanoseconds
   */
  Waits(Duration grace, LongSupplier lag) {
    this.grace = grace.toNanos();
    this.lag = lag;
  }

  /**
   * @param connection on which it was told
   */
  synchronized void told(Api api, String hash, long now, Duration wait, Object connection) {
    long until = now + wait.toNanos();
    byRequest.merge(hash, until, (one, other) -> one - other > 0 ? one : other);
    byApi.computeIfAbsent(api, key -> new ArrayDeque<>()).add(new Window(connection, until));
  }

  synchronized boolean early(Api api, String hash, long now, Object connection) {
    Long own = byRequest.get(hash);
    if (own != null && own - now > 0) {
      return true;
    }
    byRequest.remove(hash);
    Deque<Window> windows = byApi.getOrDefault(api, new ArrayDeque<>());
    windows.removeIf(window -> window.until - now <= 0);
    windows.forEach(window -> window.request(connection, now));
    long underWay = grace + HAND_OVERS * lag.getAsLong();
    return windows.stream().anyMatch(window -> window.isEarly(now, underWay));
  }

  /** A program that was killed knows nothing of what it was told. */
  synchronized void forget() {
    byRequest.clear();
    byApi.clear();
  }
}
