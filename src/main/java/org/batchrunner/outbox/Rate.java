package org.batchrunner.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/** Tasks a second, smoothed: the last half minute counts most. Immutable. */
public final class Rate {

  private static final double MEMORY_S = 30;

  private final Instant at;
  private final long done;
  private final double weighted;
  private final double weight;

  private Rate(Instant at, long done, double weighted, double weight) {
    this.at = at;
    this.done = done;
    this.weighted = weighted;
    this.weight = weight;
  }

  public static Rate from(Instant at, long done) {
    return new Rate(at, done, 0, 0);
  }

  /** Returns the rate updated by the tasks that were done meanwhile. */
  public Rate next(Instant now, long doneNow) {
    double seconds = Duration.between(at, now).toNanos() / 1e9;
    if (seconds <= 0) {
      return seconds == 0 ? this : new Rate(now, doneNow, weighted, weight);
    }
    double fade = Math.exp(-seconds / MEMORY_S);
    double gained = Math.max(0, doneNow - done) / seconds;
    return new Rate(
        now, doneNow, fade * weighted + (1 - fade) * gained, fade * weight + (1 - fade));
  }

  public OptionalDouble perSecond() {
    return weighted > 0 ? OptionalDouble.of(weighted / weight) : OptionalDouble.empty();
  }
}
