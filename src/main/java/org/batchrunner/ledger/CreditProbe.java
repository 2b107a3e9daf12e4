package org.batchrunner.ledger;

import java.time.Instant;

/**
 * The next test whether an account, for which a batch waits, has credit again.
 *
 * @param at the time of the test; {@link #AT_ONCE} if the user says that there is credit
 * @param vain the number of tests so far that found no credit
 */
public record CreditProbe(Instant at, String provider, int vain) {

  public static final Instant AT_ONCE = Instant.EPOCH;

  boolean due(Instant now) {
    return !at.isAfter(now);
  }
}
