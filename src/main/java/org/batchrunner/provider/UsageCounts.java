package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the counts of one usage. What is there and is no count makes the whole of it unknown: the
 * call then stays charged at its worst case, never at what the rest of it says.
 */
final class UsageCounts {

  static final long MISSING = -1;

  private static final long MOST = 1_000_000_000L;
  private static final int MOST_DIGITS = 10;

  private final Bounds bounds;
  private final List<String> notes = new ArrayList<>();
  private boolean broken;

  UsageCounts(Bounds bounds) {
    this.bounds = bounds;
  }

  /** {@link #MISSING} if it is not there, or no count. */
  long of(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return MISSING;
    }
    long count = count(value);
    broken |= count < 0;
    return count;
  }

  /** The first of these fields that is there. */
  long first(JsonNode node, String... fields) {
    for (String field : fields) {
      long count = of(node, field);
      if (count >= 0 || broken) {
        return count;
      }
    }
    return MISSING;
  }

  private static long count(JsonNode value) {
    long count = MISSING;
    if (value.isNumber() && value.canConvertToLong() && value.canConvertToExactIntegral()) {
      count = value.longValue();
    } else if (value.isTextual() && isDigits(value.textValue())) {
      count = Long.parseLong(value.textValue());
    }
    return count > MOST ? MISSING : count;
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty()
        && text.length() <= MOST_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  long orZero(JsonNode node, String field) {
    return Math.max(0, of(node, field));
  }

  /** The largest of these fields that are there. */
  long most(JsonNode node, String... fields) {
    long most = 0;
    for (String field : fields) {
      most = Math.max(most, of(node, field));
    }
    return most;
  }

  /**
   * Output tokens, with those that only the total has: they are believed up to the request's limit
   * of tokens. A total beyond that does not add up, and the parts count.
   *
   * @param certain output tokens of the parts
   * @param rest what the total leaves for the output
   */
  long output(long certain, long rest) {
    if (rest <= certain) {
      return certain;
    }
    if (rest <= bounds.output()) {
      return rest;
    }
    notes.add(
        "its usage does not add up: the total leaves %d tokens of output, its parts have %d and"
                .formatted(rest, certain)
            + " max-tokens allows %d; the parts were charged".formatted(bounds.output()));
    return certain;
  }

  /** A whole part that only the total has; what is beyond its bound is unknown. */
  long promptOfTotal(long rest) {
    return ofTotal(rest, bounds.prompt(), "prompt");
  }

  long outputOfTotal(long rest) {
    return ofTotal(rest, bounds.output(), "output");
  }

  private long ofTotal(long rest, long bound, String part) {
    if (rest <= bound) {
      return rest;
    }
    notes.add(
        "its usage does not add up: the total leaves %d tokens for the %s, and %d are the most"
            .formatted(rest, part, bound));
    broken = true;
    return MISSING;
  }

  /** Returns whether anything that was read is no count. */
  boolean broken() {
    return broken;
  }

  /** What is odd about the counts, in clauses that begin with "its". */
  List<String> notes() {
    return List.copyOf(notes);
  }
}
