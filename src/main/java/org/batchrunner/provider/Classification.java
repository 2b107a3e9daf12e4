package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.batchrunner.provider.Outcome.Billed;
import org.batchrunner.provider.Outcome.Retry;
import org.jspecify.annotations.Nullable;

/** The one table of what failures mean: whether to try again, and whether they may cost money. */
public final class Classification {

  private static final int TIMEOUT = 408;
  private static final int PAYMENT_REQUIRED = 402;
  private static final int TOO_MANY = 429;
  private static final Set<Integer> AGAIN = Set.of(TIMEOUT, 409, 425, TOO_MANY);
  private static final Set<Integer> SLOW_DOWN = Set.of(TOO_MANY, 503, 529);

  /** Refused by the provider before it did anything: 4xx but a time-out, and these. */
  private static final Set<Integer> REFUSED = Set.of(500, 503, 529);

  /** The words that vendors' errors have in their types and codes. */
  private static final Set<String> NO_CREDIT =
      Set.of(
          "insufficient_quota",
          "credit_balance_exhausted",
          "organization_spend_limit_exceeded",
          "project_spend_limit_exceeded",
          "organization_usage_limit_exceeded",
          "billing_hard_limit_reached",
          "billing_not_active",
          "billing_error",
          "enforced_spend_limit_reached");

  /** Sentences of errors that have no code of their own. */
  private static final List<String> NO_CREDIT_SENTENCES =
      List.of(
          "credit balance is too low",
          "you have reached your specified api usage limits",
          "prepayment credits are depleted",
          "monthly spending cap",
          "used all available credits");

  private static final Pattern LIMIT_OF_ZERO = Pattern.compile("\\blimit: 0(?![\\d.])");

  private Classification() {}

  /**
   * Of a reply with a status that is not a success.
   *
   * @param lowerCaseHeaders the reply's
   * @param now for a Retry-After that is a date
   */
  public static Outcome of(
      Api api, int status, Map<String, String> lowerCaseHeaders, byte[] body, Instant now) {
    ErrorBody error = ErrorBody.of(body);
    Retry retry = retry(api, status, lowerCaseHeaders, error);
    boolean refused = REFUSED.contains(status) || (status / 100 == 4 && status != TIMEOUT);
    return new Outcome(
        retry,
        refused ? Billed.NO : Billed.MAYBE,
        RetryAfter.of(lowerCaseHeaders, error, now),
        SLOW_DOWN.contains(status) && retry != Retry.OUT_OF_CREDIT,
        status,
        "HTTP " + status + (error.message().isEmpty() ? "" : ": " + error.message()));
  }

  private static Retry retry(
      Api api, int status, Map<String, String> lowerCaseHeaders, ErrorBody error) {
    if (isOutOfCredit(api, status, error)) {
      return Retry.OUT_OF_CREDIT;
    }
    String should = lowerCaseHeaders.getOrDefault("x-should-retry", "").strip();
    if (api != Api.GEMINI && should.equalsIgnoreCase("true")) {
      return Retry.AGAIN;
    }
    if (api != Api.GEMINI && should.equalsIgnoreCase("false")) {
      return Retry.NEVER;
    }
    return status >= 500 || AGAIN.contains(status) ? Retry.AGAIN : Retry.NEVER;
  }

  private static boolean isOutOfCredit(Api api, int status, ErrorBody error) {
    String message = error.sentences();
    return status == PAYMENT_REQUIRED
        || (status / 100 == 4
            && (!Collections.disjoint(error.codes(), NO_CREDIT)
                || NO_CREDIT_SENTENCES.stream().anyMatch(message::contains)))
        || (api == Api.GEMINI && status == TOO_MANY && isUsedUp(message, error.details()));
  }

  /** A quota of a day, or of nothing at all. */
  private static boolean isUsedUp(String message, JsonNode details) {
    for (JsonNode detail : details) {
      for (JsonNode violation : detail.path("violations")) {
        if (violation.path("quotaId").asText().contains("PerDay")
            || violation.path("quotaValue").asText().equals("0")) {
          return true;
        }
      }
    }
    return LIMIT_OF_ZERO.matcher(message).find();
  }

  /** Of a reply with a status of success that can't be read. */
  public static Outcome unreadable(Unreadable reply) {
    return new Outcome(
        Retry.AGAIN, Billed.MAYBE, Optional.empty(), false, 200, Masked.line(reply.message()));
  }

  /** Whether the request never left, because the provider asked to wait: no attempt was made. */
  public static boolean isNotNow(Throwable failure) {
    return io(failure) instanceof NotNow;
  }

  /** Of a request without a reply. */
  public static Outcome of(Throwable failure) {
    IOException io = io(failure);
    if (io == null) {
      return lost(
          Retry.NEVER, Billed.MAYBE, "the call failed: " + failure.getClass().getSimpleName());
    }
    if (io instanceof NotNow) {
      return lost(Retry.AGAIN, Billed.NO, "not sent: " + io.getMessage());
    }
    if (io instanceof ReplyTooLarge) {
      return lost(Retry.NEVER, Billed.MAYBE, String.valueOf(io.getMessage()));
    }
    if (neverMade(io)) {
      return lost(Retry.AGAIN, Billed.NO, "no connection: " + named(io));
    }
    String what =
        io instanceof SocketTimeoutException ? "no reply in time: " : "the reply was lost: ";
    return lost(Retry.AGAIN, Billed.MAYBE, what + named(io));
  }

  private static boolean neverMade(IOException io) {
    return io instanceof ConnectTimeoutException
        || io instanceof ConnectionRequestTimeoutException
        || io instanceof ConnectException
        || io instanceof NoRouteToHostException
        || io instanceof UnknownHostException
        || io instanceof SSLHandshakeException
        || io instanceof SSLPeerUnverifiedException;
  }

  private static Outcome lost(Retry retry, Billed billed, String message) {
    return new Outcome(
        retry, billed, Optional.<Duration>empty(), false, null, Masked.line(message));
  }

  private static String named(IOException io) {
    return io.getClass().getSimpleName() + (io.getMessage() == null ? "" : ": " + io.getMessage());
  }

  /** The outermost: what wraps it says what became of the call. */
  private static @Nullable IOException io(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof IOException io) {
        return io;
      }
      cause = cause.getCause();
    }
    return null;
  }
}
