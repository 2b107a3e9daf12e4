package org.batchrunner.provider;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.batchrunner.provider.CallFailure.Billed;
import org.batchrunner.provider.CallFailure.Retry;
import org.batchrunner.provider.CallFailure.Scope;
import org.batchrunner.provider.ErrorRule.Meaning;
import org.jspecify.annotations.Nullable;

/**
 * Classifies failures: whether to try again, whether they may cost money, and what they affect.
 * Statuses are classified here, error texts and codes of vendors in the {@link ErrorTable}.
 */
public final class Classification {

  private static final int OK = 200;
  private static final int TIMEOUT = 408;
  private static final int PAYMENT_REQUIRED = 402;
  private static final int TOO_MANY = 429;
  private static final Set<Integer> AGAIN = Set.of(TIMEOUT, 409, 425, TOO_MANY);
  private static final Set<Integer> SLOW_DOWN = Set.of(TOO_MANY, 503, 529);

  /**
   * Statuses of requests that the provider refused before it did anything, besides 3xx and 4xx but
   * 408.
   */
  private static final Set<Integer> REFUSED = Set.of(500, 503, 529);

  /** Statuses that concern the key or the address; all others may concern one model only. */
  private static final Set<Integer> OF_PROVIDER = Set.of(401, 405, 407);

  private static final Set<Integer> OF_MODEL = Set.of(403, 404);

  private Classification() {}

  /**
   * Reads the table of errors.
   *
   * @throws IllegalArgumentException if it is wrong
   */
  public static void check() {
    Objects.requireNonNull(ErrorTable.builtIn());
  }

  /**
   * Classifies a reply whose status is not a success.
   *
   * @param lowerCaseHeaders the reply's
   * @param now for a Retry-After that is a date
   */
  public static CallFailure of(
      Api api, int status, Map<String, String> lowerCaseHeaders, byte[] body, Instant now) {
    return of(api, status, lowerCaseHeaders, body, new byte[0], now);
  }

  /**
   * @param request the request; texts that the error merely repeats from it are ignored
   */
  public static CallFailure of(
      Api api,
      int status,
      Map<String, String> lowerCaseHeaders,
      byte[] body,
      byte[] request,
      Instant now) {
    ErrorBody error = ErrorBody.of(body);
    boolean refused =
        REFUSED.contains(status) || status / 100 == 3 || (status / 100 == 4 && status != TIMEOUT);
    String place = status / 100 == 3 ? Redirect.sentence(lowerCaseHeaders) : "";
    String said = error.message().isEmpty() ? "" : ": " + error.message();
    return of(
        new Reply(api, status, lowerCaseHeaders, error, new Echo(request)),
        refused ? Billed.NO : Billed.MAYBE,
        "HTTP " + status + (place.isEmpty() ? said : place),
        now);
  }

  private record Reply(
      Api api,
      int status,
      Map<String, String> lowerCaseHeaders,
      ErrorBody error,
      Predicate<String> echo) {

    @Nullable Meaning meaning() {
      boolean tooMany = status == TOO_MANY;
      if (status == PAYMENT_REQUIRED || (tooMany && Quotas.isUsedUp(error))) {
        return Meaning.CREDIT;
      }
      return tooMany && Quotas.isOfAMinute(error)
          ? Meaning.RATE
          : ErrorTable.builtIn().meaning(status, error, echo);
    }
  }

  private static CallFailure of(Reply reply, Billed billed, String message, Instant now) {
    Meaning meaning = reply.meaning();
    Retry retry = retry(reply, meaning);
    boolean slow = SLOW_DOWN.contains(reply.status()) || meaning == Meaning.RATE;
    Optional<Duration> wait =
        slow || meaning == Meaning.CREDIT
            ? RetryAfter.ofRefusal(reply.lowerCaseHeaders(), reply.error(), now)
            : RetryAfter.of(reply.lowerCaseHeaders(), reply.error(), now);
    return new CallFailure(
        retry,
        billed,
        wait,
        slow && retry != Retry.OUT_OF_CREDIT && meaning != Meaning.OWN,
        meaning == Meaning.RATE ? TOO_MANY : reply.status(),
        LogText.line(message),
        retry == Retry.NEVER ? scope(reply, meaning) : Scope.CALL);
  }

  private static Retry retry(Reply reply, @Nullable Meaning meaning) {
    if (meaning == Meaning.CREDIT) {
      return Retry.OUT_OF_CREDIT;
    }
    String should = reply.lowerCaseHeaders().getOrDefault("x-should-retry", "").strip();
    if (reply.api() != Api.GEMINI && should.equalsIgnoreCase("true")) {
      return Retry.AGAIN;
    }
    if (reply.api() != Api.GEMINI && should.equalsIgnoreCase("false")) {
      return Retry.NEVER;
    }
    if (meaning == Meaning.RATE) {
      return Retry.AGAIN;
    }
    if (meaning != null) {
      return Retry.NEVER;
    }
    return reply.status() >= 500 || AGAIN.contains(reply.status()) ? Retry.AGAIN : Retry.NEVER;
  }

  private static Scope scope(Reply reply, @Nullable Meaning meaning) {
    if (meaning == Meaning.OWN) {
      return Scope.CALL;
    }
    int status = reply.status();
    if (meaning == Meaning.ACCOUNT || OF_PROVIDER.contains(status) || status / 100 == 3) {
      return Scope.PROVIDER;
    }
    return meaning == Meaning.MODEL || OF_MODEL.contains(status) ? Scope.MODEL : Scope.CALL;
  }

  /**
   * Classifies an unreadable reply with a status of success. An error in it is classified by its
   * own status or words.
   *
   * @param lowerCaseHeaders the reply's
   * @param request that the reply is to
   */
  public static CallFailure unreadable(
      Api api,
      UnreadableReplyException reply,
      Map<String, String> lowerCaseHeaders,
      byte[] request,
      Instant now) {
    ErrorBody error = reply.error();
    if (error != null) {
      int status = ErrorTable.builtIn().status(error).orElse(OK);
      Reply inside = new Reply(api, status, lowerCaseHeaders, error, new Echo(request));
      if (status != OK || inside.meaning() != null) {
        // A call that ran before it failed is billed; only a refusal certainly is not.
        boolean refused =
            reply.partial() == null && (status == OK || (status / 100 == 4 && status != TIMEOUT));
        String what = status == OK ? "an error" : "the error " + status;
        return of(
            inside,
            refused ? Billed.NO : Billed.MAYBE,
            "HTTP 200 with %s in it: %s".formatted(what, error.message()),
            now);
      }
    }
    return new CallFailure(
        Retry.ONCE_MORE,
        Billed.MAYBE,
        Optional.empty(),
        false,
        OK,
        LogText.line(reply.message()),
        reply.isPage() ? Scope.PROVIDER : Scope.CALL);
  }

  /**
   * Returns whether the request was never sent because the provider asked to wait, so that no
   * attempt was made.
   */
  public static boolean isNotNow(Throwable failure) {
    return LostReply.io(failure) instanceof SendCancelledException;
  }

  /** Classifies a request that got no reply. */
  public static CallFailure of(Throwable failure) {
    IOException io = LostReply.io(failure);
    return io == null ? LostReply.unforeseen(failure) : LostReply.of(io);
  }
}
