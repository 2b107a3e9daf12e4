package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;

/** Counts of tokens in a reply. */
final class Counts {

  private static final long MOST = 1_000_000_000L;

  private Counts() {}

  /** -1 if it is missing, or no count. */
  static long of(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isNumber() || !value.canConvertToLong() || !value.canConvertToExactIntegral()) {
      return -1;
    }
    long count = value.longValue();
    return count < 0 || count > MOST ? -1 : count;
  }

  static long orZero(JsonNode node, String field) {
    return Math.max(0, of(node, field));
  }
}
