package org.batchrunner.stub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The forms in which a vendor says how long to wait. */
public enum WaitForm {
  MILLISECONDS,
  SECONDS,
  FRACTION,
  DATE,
  /** In the body, Gemini's. */
  RETRY_INFO,
  /** Not said. */
  NONE,
  /** To be ignored. */
  ZERO,
  /** To be ignored. */
  NEGATIVE;

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  /** Says it: the wait is what the form can express, at least what is asked for. */
  Reaction say(Reaction reaction, Duration wait, Clock clock) {
    switch (this) {
      case MILLISECONDS ->
          reaction.header("retry-after-ms", Long.toString(wait.toMillis())).waiting(wait);
      case SECONDS -> {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        reaction.header("retry-after", Long.toString(seconds)).waiting(Duration.ofSeconds(seconds));
      }
      case FRACTION -> reaction.header("retry-after", seconds(wait)).waiting(wait);
      case DATE -> {
        Instant now = clock.instant();
        Instant date = now.plus(wait).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
        reaction.header("retry-after", HTTP_DATE.format(date)).waiting(Duration.between(now, date));
      }
      case RETRY_INFO -> reaction.waiting(wait);
      case ZERO -> reaction.header("retry-after", "0");
      case NEGATIVE -> reaction.header("retry-after", "-5").header("retry-after-ms", "-1");
      case NONE -> {}
    }
    return reaction;
  }

  static String seconds(Duration wait) {
    return String.format(Locale.ROOT, "%.3f", wait.toMillis() / 1000.0);
  }
}
