package org.batchrunner.provider.limits;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a provider is being asked.
 *
 * @param limit most calls in flight now
 * @param pausedUntil by its Retry-After; null if it is not paused
 * @param outOfCreditUntil when one call tries whether there is credit again; null if there is
 * @param vainProbes how many calls have tried that so far, and found none
 */
public record LimiterState(
    int limit,
    @Nullable Instant pausedUntil,
    @Nullable Instant outOfCreditUntil,
    int vainProbes,
    Circuit circuit) {

  /** Whether calls go out at all. */
  public enum Circuit {
    CLOSED,
    /** After failures in a row: none, for a while. */
    OPEN,
    /** One, to see. */
    PROBING
  }
}
