package org.batchrunner.provider.limits;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of the limits of a provider.
 *
 * @param limit most calls in flight now
 * @param pausedUntil by its Retry-After; null if it is not paused
 * @param outOfCreditUntil when a probe tests whether there is credit again; null if there is credit
 * @param failedProbes the number of probes so far that found no credit
 */
public record LimiterState(
    int limit,
    @Nullable Instant pausedUntil,
    @Nullable Instant outOfCreditUntil,
    int failedProbes,
    Circuit circuit) {

  /** Whether calls are sent at all. */
  public enum Circuit {
    CLOSED,
    /** No calls for a while, after several failures in a row. */
    OPEN,
    /** A single call, as a test. */
    PROBING
  }
}
