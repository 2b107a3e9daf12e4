package org.batchrunner.provider.limits;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.batchrunner.provider.RateReset;

/**
 * Tracks one limit of a provider by its rate-limit headers. They count only while little is left;
 * the rest then grows as the headers say.
 *
 * <p>Time is in milliseconds and never goes back.
 */
final class RateLimitHeaders {

  private static final long LONGEST = 60_000;
  private static final int LITTLE = 10;

  private final Kind kind;
  private final List<Names> names;
  private double left;
  private double aMilli;
  private long most;
  private long at;
  private long until;

  /** What is limited. */
  private enum Kind {
    REQUESTS,
    TOKENS,
    INPUT_TOKENS,
    OUTPUT_TOKENS;

    /** Returns the amount that a number of calls counts. */
    long amount(long calls, long prompt, long completion) {
      return switch (this) {
        case REQUESTS -> calls;
        case TOKENS -> prompt + completion;
        case INPUT_TOKENS -> prompt;
        case OUTPUT_TOKENS -> completion;
      };
    }
  }

  private record Names(String limit, String remaining, String reset) {
    Names(String pattern) {
      this(pattern.formatted("limit"), pattern.formatted("remaining"), pattern.formatted("reset"));
    }
  }

  private RateLimitHeaders(Kind kind) {
    this.kind = kind;
    String what = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.names =
        List.of(
            new Names("x-ratelimit-%s-" + what), new Names("anthropic-ratelimit-" + what + "-%s"));
  }

  /** Returns a tracker for each limit that vendors report. */
  static List<RateLimitHeaders> all() {
    return Arrays.stream(Kind.values()).map(RateLimitHeaders::new).toList();
  }

  boolean isCalm() {
    return until == 0;
  }

  /**
   * Returns whether the headers say that little is left. It is fast, because it is called for each
   * reply.
   */
  boolean isLow(Map<String, String> lowerCaseHeaders) {
    for (Names name : names) {
      long remaining = RateReset.number(lowerCaseHeaders.get(name.remaining()));
      if (remaining >= 0
          && remaining < RateReset.number(lowerCaseHeaders.get(name.limit())) / LITTLE) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param since what was sent since the call whose headers these are, of which the provider may
   *     not have known
   */
  void learn(long now, Instant clock, Map<String, String> lowerCaseHeaders, Permit since) {
    for (Names name : names) {
      long remaining = RateReset.number(lowerCaseHeaders.get(name.remaining()));
      long limit = RateReset.number(lowerCaseHeaders.get(name.limit()));
      if (remaining < 0 || limit <= 0) {
        continue;
      }
      long reset = RateReset.millis(lowerCaseHeaders.get(name.reset()), clock);
      if (remaining >= limit / LITTLE || reset <= 0) {
        until = 0;
        return;
      }
      left = remaining - kind.amount(since.number(), since.prompt(), since.completion());
      most = limit;
      aMilli = (double) (limit - remaining) / reset;
      at = now;
      until = now + Math.min(reset, LONGEST);
    }
  }

  long delay(long now, long prompt, long completion) {
    if (until <= now) {
      until = 0;
      return 0;
    }
    long amount = kind.amount(1, prompt, completion);
    double missing = Math.min(amount, most) - (left + aMilli * (now - at));
    return missing <= 0 ? 0 : Math.min(until - now, (long) Math.ceil(missing / aMilli));
  }

  void take(long prompt, long completion) {
    left -= Math.min(kind.amount(1, prompt, completion), most);
  }
}
