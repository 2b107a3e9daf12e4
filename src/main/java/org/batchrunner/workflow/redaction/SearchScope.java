package org.batchrunner.workflow.redaction;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a rule's patterns are tried: what lets the others of a text's places be passed by.
 *
 * @param begins texts (case aside) with one of which every match begins; empty for any
 * @param needs texts (case aside) one of which a match holds; empty for any
 * @param token the characters that a match consists of; null for any
 * @param least letters and digits that a match has at least
 * @param most characters that a run of {@code token} with a match in it has at most
 * @param reach characters that a match has at most, where it has no {@code token}
 */
record SearchScope(
    List<String> begins,
    List<String> needs,
    @Nullable CharSet token,
    int least,
    int most,
    int reach) {

  static final int DEFAULT_REACH = 200;

  /**
   * The same, but for a scope that is the whole text: a text needs no look if it lacks what each
   * match of the patterns holds, as far as they tell.
   */
  SearchScope orWith(List<RulePattern> patterns) {
    List<String> required =
        patterns.stream().map(RulePattern::required).flatMap(Optional::stream).toList();
    boolean whole = anchors().isEmpty() && token == null;
    return whole && required.size() == patterns.size()
        ? new SearchScope(begins, required, null, least, most, reach)
        : this;
  }

  /** What a scan of the text looks for. */
  List<String> anchors() {
    return begins.isEmpty() ? needs : begins;
  }

  /** Returns whether matches begin at anchors, and have nothing else to tell where they end. */
  boolean isPrefix() {
    return !begins.isEmpty() && token == null;
  }
}
