package org.batchrunner.provider;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the wait that a sentence asks for, as in "Please try again in 1m2.5s" or "Retry after 8
 * seconds".
 */
final class WaitSentence {

  private static final Pattern ASKS =
      Pattern.compile(
          "\\b(?:try(?:ing)? (?:again|your request again)|retry(?:ing)?|wait|resets?|regain access"
              + "|available again|come back|again (?:in|after))\\b");

  /** How far from those words the wait may stand, in characters. */
  private static final int REACH = 60;

  private static final Pattern PART =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,12})?) ?([a-z]+)(?: ?, ?| and | )?");
  private static final Pattern FIRST = Pattern.compile("\\d{1,12}(?:\\.\\d{1,12})? ?[a-z]+");
  private static final Pattern BARE =
      Pattern.compile("(?:after|in|for)[ :]+(\\d{1,5})(?:[ .,;!)]|$)");
  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})(?:t| at | )(\\d{2}:\\d{2})(:\\d{2})?(?:\\.\\d+)? ?(?:z|utc|gmt)");

  private static final Map<String, Long> MILLIS =
      Map.ofEntries(
          Map.entry("ms", 1L),
          Map.entry("msec", 1L),
          Map.entry("msecs", 1L),
          Map.entry("millisecond", 1L),
          Map.entry("milliseconds", 1L),
          Map.entry("s", 1_000L),
          Map.entry("sec", 1_000L),
          Map.entry("secs", 1_000L),
          Map.entry("second", 1_000L),
          Map.entry("seconds", 1_000L),
          Map.entry("m", 60_000L),
          Map.entry("min", 60_000L),
          Map.entry("mins", 60_000L),
          Map.entry("minute", 60_000L),
          Map.entry("minutes", 60_000L),
          Map.entry("h", 3_600_000L),
          Map.entry("hr", 3_600_000L),
          Map.entry("hrs", 3_600_000L),
          Map.entry("hour", 3_600_000L),
          Map.entry("hours", 3_600_000L),
          Map.entry("d", 86_400_000L),
          Map.entry("day", 86_400_000L),
          Map.entry("days", 86_400_000L));

  private WaitSentence() {}

  /**
   * @param sentences in lower case, with single spaces
   */
  static Optional<Duration> in(String sentences, Instant now) {
    Matcher asks = ASKS.matcher(sentences);
    for (int tries = 0; tries < 20 && asks.find(); tries++) {
      String after =
          sentences.substring(asks.end(), Math.min(sentences.length(), asks.end() + REACH));
      Optional<Duration> wait = date(after, now).or(() -> duration(after)).or(() -> bare(after));
      if (wait.isPresent()) {
        return wait;
      }
    }
    return Optional.empty();
  }

  private static Optional<Duration> date(String text, Instant now) {
    Matcher date = DATE.matcher(text);
    if (!date.find()) {
      return Optional.empty();
    }
    String seconds = date.group(3) == null ? ":00" : date.group(3);
    try {
      Instant until = Instant.parse(date.group(1) + "T" + date.group(2) + seconds + "Z");
      return Optional.of(Duration.between(now, until));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The first number with a unit of time, and the parts that follow it at once. */
  private static Optional<Duration> duration(String text) {
    Matcher first = FIRST.matcher(text);
    int from = 0;
    while (first.find(from)) {
      BigDecimal millis = parts(text.substring(first.start()));
      if (millis.signum() > 0) {
        return Optional.of(Duration.ofMillis(millis.setScale(0, RoundingMode.CEILING).longValue()));
      }
      from = first.end();
    }
    return Optional.empty();
  }

  private static BigDecimal parts(String text) {
    BigDecimal millis = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    int end = 0;
    while (part.find(end) && part.start() == end) {
      Long unit = MILLIS.get(part.group(2));
      if (unit == null) {
        break;
      }
      millis = millis.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
      end = part.end();
    }
    return millis;
  }

  /** Seconds, as in "retry after 30". */
  private static Optional<Duration> bare(String text) {
    Matcher bare = BARE.matcher(text);
    return bare.find()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(bare.group(1))))
        : Optional.empty();
  }
}
