package org.batchrunner.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** When the limit that refused a call is whole again, by the headers that tell of limits. */
final class RateReset {

  private static final String RESET = "reset";
  private static final long MILLIS_FROM = 100_000_000_000L;
  private static final long SECONDS_FROM = 1_000_000_000L;

  private RateReset() {}

  /** The longest of those of which nothing remains, or is told. */
  static Optional<Duration> of(Map<String, String> lowerCaseHeaders, Instant now) {
    Duration longest = Duration.ZERO;
    for (var header : lowerCaseHeaders.entrySet()) {
      String name = header.getKey();
      if (name.contains("ratelimit") && name.contains(RESET) && isUsedUp(name, lowerCaseHeaders)) {
        Duration wait = wait(header.getValue().strip(), now);
        longest = wait.compareTo(longest) > 0 ? wait : longest;
      }
    }
    return longest.isZero() ? Optional.empty() : Optional.of(longest);
  }

  private static boolean isUsedUp(String name, Map<String, String> headers) {
    String remaining =
        headers.get(
            name.contains(RESET + "-after")
                ? name.replace(RESET + "-after", "remaining")
                : name.replace(RESET, "remaining"));
    boolean only = name.endsWith(RESET) || name.endsWith(RESET + "-after");
    return remaining == null ? only : remaining.strip().equals("0");
  }

  private static Duration wait(String value, Instant now) {
    if (value.matches("\\d{10,15}")) {
      long at = Long.parseLong(value);
      if (at >= MILLIS_FROM) {
        return Duration.between(now, Instant.ofEpochMilli(at));
      }
      return at >= SECONDS_FROM
          ? Duration.between(now, Instant.ofEpochSecond(at))
          : Duration.ofSeconds(at);
    }
    if (value.matches("\\d{1,9}\\.\\d{1,9}")) {
      return Duration.ofMillis((long) Math.ceil(Double.parseDouble(value) * 1000));
    }
    return Duration.ofMillis(Learned.reset(value, now));
  }
}
