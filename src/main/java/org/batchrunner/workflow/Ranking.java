package org.batchrunner.workflow;

import java.util.Comparator;
import java.util.List;
import org.batchrunner.task.Draft;

/**
 * Puts drafts in order, best first: by score (without scores by confidence), permitted ones first,
 * by support, the provider {@code openai} first where the policy prefers it, by name. The same
 * drafts always get the same order.
 */
final class Ranking {

  private final Comparator<Draft> order;

  Ranking(Policy policy) {
    this.order =
        Comparator.comparing(Ranking::total, Comparator.reverseOrder())
            .thenComparing(Ranking::confidenceIfUnjudged, Comparator.reverseOrder())
            .thenComparing(Draft::permitted, Comparator.reverseOrder())
            .thenComparing(Ranking::support, Comparator.reverseOrder())
            .thenComparing(
                draft -> policy.prefersOpenAi() && !draft.provider().equals(Policy.OPENAI))
            .thenComparing(Ranking::name);
  }

  /** Those that are fit, best first. */
  List<Draft> of(List<Draft> drafts) {
    return drafts.stream().filter(Guardrails::isFit).sorted(order).toList();
  }

  List<String> names(List<Draft> drafts) {
    return of(drafts).stream().map(Ranking::name).toList();
  }

  static String name(Draft draft) {
    return draft.provider() + "/" + draft.model();
  }

  private static double total(Draft draft) {
    return draft.score() == null ? -1 : draft.score().total();
  }

  private static double confidenceIfUnjudged(Draft draft) {
    boolean judged = draft.score() != null || draft.confidence() == null;
    return judged ? -1 : draft.confidence();
  }

  private static double support(Draft draft) {
    return draft.score() == null ? -1 : draft.score().support();
  }
}
