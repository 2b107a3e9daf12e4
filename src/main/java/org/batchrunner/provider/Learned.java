package org.batchrunner.provider;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the provider's rate headers leave of one of its limits. They count only while little is
 * left: it then grows as the headers say, from what they left.
 *
 * <p>Time is in milliseconds and never goes back.
 */
final class Learned {

  private static final long LONGEST = 60_000;
  private static final int LITTLE = 10;
  private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|d)");

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

    /** Of calls, or of the calls between two tickets. */
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

  private Learned(Kind kind) {
    this.kind = kind;
    String what = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.names =
        List.of(
            new Names("x-ratelimit-%s-" + what), new Names("anthropic-ratelimit-" + what + "-%s"));
  }

  /** One for each limit that vendors tell of. */
  static List<Learned> all() {
    return Arrays.stream(Kind.values()).map(Learned::new).toList();
  }

  boolean isCalm() {
    return until == 0;
  }

  /** Whether the headers leave little. Cheap: asked of each reply. */
  boolean isLow(Map<String, String> lowerCaseHeaders) {
    for (Names name : names) {
      long remaining = number(lowerCaseHeaders.get(name.remaining()));
      if (remaining >= 0 && remaining < number(lowerCaseHeaders.get(name.limit())) / LITTLE) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param since what was sent since the call whose headers these are, of which the provider may
   *     not have known
   */
  void learn(long now, Instant clock, Map<String, String> lowerCaseHeaders, Ticket since) {
    for (Names name : names) {
      long remaining = number(lowerCaseHeaders.get(name.remaining()));
      long limit = number(lowerCaseHeaders.get(name.limit()));
      if (remaining < 0 || limit <= 0) {
        continue;
      }
      long reset = reset(lowerCaseHeaders.get(name.reset()), clock);
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

  private static long number(@Nullable String text) {
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

  /** Milliseconds: {@code 12ms}, {@code 6m0s}, a date of RFC 3339, or seconds. 0 if it is none. */
  static long reset(@Nullable String text, Instant clock) {
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
