package org.batchrunner.provider;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of an attempt without a usable reply.
 *
 * @param billed whether it may cost money
 * @param retryAfter the wait that the provider asks for
 * @param slowDown whether the provider says that there are too many requests
 * @param httpStatus null if there was no reply
 * @param message a sentence for reports, without keys
 * @param scope of a failure that is final
 */
public record CallFailure(
    Retry retry,
    Billed billed,
    Optional<Duration> retryAfter,
    boolean slowDown,
    @Nullable Integer httpStatus,
    String message,
    Scope scope) {

  private static final int TOO_MANY = 429;

  /** Creates a failure that concerns only this call. */
  public CallFailure(
      Retry retry,
      Billed billed,
      Optional<Duration> retryAfter,
      boolean slowDown,
      @Nullable Integer httpStatus,
      String message) {
    this(retry, billed, retryAfter, slowDown, httpStatus, message, Scope.CALL);
  }

  /** Whether the same call may work later. */
  public enum Retry {
    AGAIN,
    /** Only one more time, because it was probably billed and may fail in the same way again. */
    ONCE_MORE,
    NEVER,
    /** When the account has credit again; the task is kept. */
    OUT_OF_CREDIT
  }

  /** Whether the provider charges for it. */
  public enum Billed {
    NO,
    MAYBE
  }

  /** What a final failure affects. */
  public enum Scope {
    CALL,
    /** Every call of the model may fail in this way. */
    MODEL,
    /** Every call of the provider fails in this way, because its key or address is wrong. */
    PROVIDER
  }

  /** Returns this failure with another sentence. */
  public CallFailure saying(String sentence) {
    return new CallFailure(retry, billed, retryAfter, slowDown, httpStatus, sentence, scope);
  }

  /** Returns this failure for a request that was never completely sent, and so was not billed. */
  public CallFailure neverArrived() {
    return new CallFailure(
        retry,
        Billed.NO,
        retryAfter,
        slowDown,
        httpStatus,
        message + " (before the whole request was sent)",
        scope);
  }

  public boolean retryable() {
    return retry == Retry.AGAIN || retry == Retry.ONCE_MORE;
  }

  /**
   * Returns whether the provider only asks to send the call later, which does not count as a failed
   * attempt.
   */
  public boolean asksToWait() {
    return retry == Retry.AGAIN
        && slowDown
        && (Integer.valueOf(TOO_MANY).equals(httpStatus) || retryAfter.isPresent());
  }

  public boolean outOfCredit() {
    return retry == Retry.OUT_OF_CREDIT;
  }
}
