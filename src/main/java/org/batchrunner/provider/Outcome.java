package org.batchrunner.provider;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt without a usable reply means.
 *
 * @param billed whether it may cost money
 * @param retryAfter the wait that the provider asks for
 * @param slowDown whether the provider says that it is asked too much
 * @param httpStatus null if there was no reply
 * @param message a sentence for reports, without keys
 */
public record Outcome(
    Retry retry,
    Billed billed,
    Optional<Duration> retryAfter,
    boolean slowDown,
    @Nullable Integer httpStatus,
    String message) {

  /** Whether the same call may work later. */
  public enum Retry {
    AGAIN,
    NEVER,
    /** When the account has money again; the task is kept. */
    OUT_OF_CREDIT
  }

  /** Whether the provider charges for it. */
  public enum Billed {
    NO,
    MAYBE
  }

  public boolean retryable() {
    return retry == Retry.AGAIN;
  }

  public boolean outOfCredit() {
    return retry == Retry.OUT_OF_CREDIT;
  }
}
