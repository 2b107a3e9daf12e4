package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads the counts of one usage. What is there and is no count makes the whole of it unknown: the
 * call then stays charged at its worst case, never at what the rest of it says.
 */
final class Counts {

  static final long MISSING = -1;

  private static final long MOST = 1_000_000_000L;
  private static final int MOST_DIGITS = 10;

  private boolean broken;

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

  /** Whether anything that was read is no count. */
  boolean broken() {
    return broken;
  }
}
