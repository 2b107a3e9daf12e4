package org.batchrunner.ledger;

import java.time.Instant;

/**
 * Of a batch that waits because an account is out of credit.
 *
 * @param at when it is tried whether there is credit again; {@link #AT_ONCE} if the user says that
 *     there is
 * @param vain how often that was tried so far, and there was none
 */
public record CreditProbe(Instant at, String provider, int vain) {

  public static final Instant AT_ONCE = Instant.EPOCH;

  boolean due(Instant now) {
    return !at.isAfter(now);
  }
}
