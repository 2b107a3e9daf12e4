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

  /** The fault of the one call. */
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
    /** Once more and no oftener: it has probably been billed, and may well be the same again. */
    ONCE_MORE,
    NEVER,
    /** When the account has money again; the task is kept. */
    OUT_OF_CREDIT
  }

  /** Whether the provider charges for it. */
  public enum Billed {
    NO,
    MAYBE
  }

  /** How far what is wrong reaches, where no trying again mends it. */
  public enum Scope {
    CALL,
    /** Any call of the model may end so. */
    MODEL,
    /** Any call of the provider ends so: its key or its address is wrong. */
    PROVIDER
  }

  /** With another sentence. */
  public CallFailure saying(String sentence) {
    return new CallFailure(retry, billed, retryAfter, slowDown, httpStatus, sentence, scope);
  }

  /** The same, of a request whose end was never sent: whatever came back, it was not billed. */
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

  /** Whether the provider only wants the call to come later, which is no failed attempt. */
  public boolean asksToWait() {
    return retry == Retry.AGAIN
        && slowDown
        && (Integer.valueOf(TOO_MANY).equals(httpStatus) || retryAfter.isPresent());
  }

  public boolean outOfCredit() {
    return retry == Retry.OUT_OF_CREDIT;
  }
}
