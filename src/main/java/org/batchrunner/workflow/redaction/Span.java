package org.batchrunner.workflow.redaction;

/**
 * What a rule found.
 *
 * @param start in characters
 * @param end behind its last character
 */
record Span(int start, int end, Rule rule) {

  int length() {
    return end - start;
  }

  /**
   * One span over both: the type of the longer, and the stricter strategy, so that no part of
   * either shows.
   */
  Span join(Span other) {
    Rule longer = other.length() > length() ? other.rule : rule;
    Rule stricter = other.rule.strategy().compareTo(rule.strategy()) < 0 ? other.rule : rule;
    return new Span(
        Math.min(start, other.start),
        Math.max(end, other.end),
        longer.strategy() == stricter.strategy() ? longer : stricter);
  }
}
