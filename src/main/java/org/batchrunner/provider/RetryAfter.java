package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how long a provider asks to wait, in all forms that vendors use. */
public final class RetryAfter {

  /** The longest wait that is accepted; a longer one is ignored. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{0,15})?|\\.\\d{1,15}");

  /** The three forms of RFC 9110. */
  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US)
              .withZone(ZoneOffset.UTC),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US)
              .withZone(ZoneOffset.UTC));

  private RetryAfter() {}

  /**
   * The first that is there of {@code retry-after-ms}, {@code retry-after} and the body's
   * google.rpc.RetryInfo; what is not above zero and at most a day is passed over.
   *
   * @param lowerCaseHeaders the reply's
   * @param now for dates, where the reply does not tell its own
   */
  public static Optional<Duration> of(
      Map<String, String> lowerCaseHeaders, byte[] body, Instant now) {
    return of(lowerCaseHeaders, ErrorBody.of(body), now);
  }

  /**
   * Reads the wait of a rate-limit error, which may also be in what a gateway passes on, in the
   * sentence, and in the headers that tell when a limit is whole again.
   */
  static Optional<Duration> ofRefusal(
      Map<String, String> lowerCaseHeaders, ErrorBody body, Instant now) {
    Map<String, String> passedOn = headers(body.node().path("metadata").path("headers"));
    return of(lowerCaseHeaders, body, now)
        .or(() -> of(passedOn, body, now))
        .or(() -> fields(body.node()))
        .or(() -> WaitSentence.in(body.sentences(), clock(lowerCaseHeaders, now)))
        .or(() -> RateReset.of(lowerCaseHeaders, now))
        .or(() -> RateReset.of(passedOn, now))
        .filter(RetryAfter::sensible);
  }

  private static Map<String, String> headers(JsonNode node) {
    Map<String, String> headers = new HashMap<>();
    node.properties()
        .forEach(
            field ->
                headers.put(field.getKey().toLowerCase(Locale.ROOT), field.getValue().asText()));
    return headers;
  }

  /** As gateways say it in the error's JSON: in seconds. */
  private static Optional<Duration> fields(JsonNode node) {
    for (String name : List.of("retry_after", "retry_after_seconds", "retryAfter")) {
      Optional<Duration> wait = number(node.path(name).asText(null), 1000);
      if (wait.isPresent()) {
        return wait;
      }
    }
    return Optional.empty();
  }

  static Optional<Duration> of(Map<String, String> lowerCaseHeaders, ErrorBody body, Instant now) {
    String seconds = lowerCaseHeaders.get("retry-after");
    return number(lowerCaseHeaders.get("retry-after-ms"), 1)
        .or(() -> number(seconds, 1000))
        .or(() -> date(seconds).map(at -> Duration.between(clock(lowerCaseHeaders, now), at)))
        .filter(RetryAfter::sensible)
        .or(() -> retryInfo(body.details()).filter(RetryAfter::sensible));
  }

  private static boolean sensible(Duration wait) {
    return !wait.isNegative() && !wait.isZero() && wait.compareTo(LONGEST) <= 0;
  }

  /** Milliseconds, rounded up: never too early. */
  private static Optional<Duration> number(@Nullable String text, int unit) {
    if (text == null || !NUMBER.matcher(text.strip()).matches()) {
      return Optional.empty();
    }
    BigDecimal millis = new BigDecimal(text.strip()).multiply(BigDecimal.valueOf(unit));
    return Optional.of(Duration.ofMillis(millis.setScale(0, RoundingMode.CEILING).longValue()))
        .filter(RetryAfter::sensible);
  }

  /** Returns the time of the server if the reply has it, since the local clock may be off. */
  private static Instant clock(Map<String, String> lowerCaseHeaders, Instant now) {
    return date(lowerCaseHeaders.get("date")).orElse(now);
  }

  private static Optional<Instant> date(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    for (DateTimeFormatter format : DATES) {
      try {
        return Optional.of(format.parse(text.strip(), Instant::from));
      } catch (DateTimeException e) {
        continue;
      }
    }
    return Optional.empty();
  }

  private static Optional<Duration> retryInfo(JsonNode details) {
    for (JsonNode detail : details) {
      String delay = detail.path("retryDelay").asText("").strip();
      if (delay.endsWith("s")) {
        return number(delay.substring(0, delay.length() - 1), 1000);
      }
    }
    return Optional.empty();
  }
}
