package org.batchrunner.provider;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from the rate-limit headers when the limit that refused a call is restored. */
public final class RateReset {

  private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|d)");
  private static final String RESET = "reset";
  private static final long MILLIS_FROM = 100_000_000_000L;
  private static final long SECONDS_FROM = 1_000_000_000L;

  private RateReset() {}

  /** Returns the longest wait among the limits of which nothing is left, or the rest is unknown. */
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
    return Duration.ofMillis(millis(value, now));
  }

  /** Reads a whole number; negative if the text is not one. */
  public static long number(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > 15) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /**
   * Reads a wait in milliseconds from {@code 12ms}, {@code 6m0s}, an RFC 3339 date or seconds; 0 if
   * it is none of these.
   */
  public static long millis(@Nullable String text, Instant clock) {
    if (text == null || text.length() > 40) {
      return 0;
    }
    String plain = text.strip().toLowerCase(Locale.ROOT);
    if (number(plain) >= 0) {
      return Math.min(number(plain), 86_400) * 1000;
    }
    if (plain.contains("t")) {
      try {
        return Math.max(0, Duration.between(clock, Instant.parse(text.strip())).toMillis());
      } catch (DateTimeException e) {
        return 0;
      }
    }
    double millis = 0;
    int end = 0;
    Matcher part = PART.matcher(plain);
    while (part.find() && part.start() == end) {
      millis += Double.parseDouble(part.group(1)) * unit(part.group(2));
      end = part.end();
    }
    return end == plain.length() ? (long) Math.ceil(millis) : 0;
  }

  private static long unit(String name) {
    return switch (name) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> 86_400_000;
    };
  }
}
