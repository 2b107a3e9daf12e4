package org.batchrunner.workflow;

import java.util.List;
import java.util.stream.Collectors;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Judgment;
import org.batchrunner.task.Score;
import org.jspecify.annotations.Nullable;

/**
 * Why a draft was chosen, in a sentence that a person understands.
 *
 * @param drafts of all debaters
 * @param ranked those that are fit, best first
 */
record Reasons(Policy policy, List<Draft> drafts, List<Draft> ranked, @Nullable Judgment judgment) {

  private static final int LONGEST_EACH = 300;

  /**
   * {@code best of 3 drafts: openai/gpt-4o-mini 8.5 of 10 (task fit 4, support 3, clarity 1.5)}.
   */
  String best(Draft chosen) {
    String passed =
        ranked.stream()
            .takeWhile(draft -> draft != chosen)
            .map(Reasons::scored)
            .collect(Collectors.joining(", "));
    return (ranked.size() == 1
            ? "the only draft that is fit: "
            : "best of %d drafts: ".formatted(ranked.size()))
        + scored(chosen)
        + unjudged()
        + (passed.isEmpty()
            ? ""
            : "; the policy %s does not permit %s".formatted(policy.name(), passed))
        + cut(chosen)
        + others();
  }

  String advisory(Draft chosen) {
    return "the policy %s does not permit %s"
            .formatted(
                policy.name(),
                ranked.size() > 1
                    ? "any of %d drafts; the best is %s".formatted(ranked.size(), scored(chosen))
                    : Ranking.name(chosen))
        + unjudged()
        + cut(chosen)
        + others();
  }

  String answered(Draft chosen) {
    return "the answer of " + Ranking.name(chosen) + cut(chosen);
  }

  String each() {
    String barred =
        ranked.stream()
            .filter(draft -> !draft.permitted())
            .map(Ranking::name)
            .collect(Collectors.joining(", "));
    return "%d of %d debaters answered".formatted(ranked.size(), drafts.size())
        + (barred.isEmpty()
            ? ""
            : "; the policy %s does not permit %s".formatted(policy.name(), barred))
        + others();
  }

  /** What speaks against each draft, or why there is none. */
  static String ofEach(List<Draft> drafts) {
    return drafts.stream()
        .filter(draft -> !Guardrails.isFit(draft))
        .map(draft -> Ranking.name(draft) + ": " + against(draft))
        .collect(Collectors.joining("; "));
  }

  private static String against(Draft draft) {
    String why = draft.rejected() != null ? draft.rejected() : draft.error();
    return why == null ? "no answer" : DraftFields.cut(why, LONGEST_EACH);
  }

  private String others() {
    String out = ofEach(drafts);
    return out.isEmpty() ? "" : "; out are " + out;
  }

  private String unjudged() {
    return judgment == null || judgment.unjudged() == null
        ? ""
        : " (unjudged: %s)".formatted(judgment.unjudged());
  }

  private static String scored(Draft draft) {
    Score score = draft.score();
    if (score == null) {
      String confidence =
          draft.confidence() == null
              ? "no confidence given"
              : "confidence " + LenientNumbers.show(draft.confidence());
      return "%s, %s".formatted(Ranking.name(draft), confidence);
    }
    return "%s %s of 10 (task fit %s, support %s, clarity %s)"
        .formatted(
            Ranking.name(draft),
            LenientNumbers.show(score.total()),
            LenientNumbers.show(score.taskFit()),
            LenientNumbers.show(score.support()),
            LenientNumbers.show(score.clarity()));
  }

  private static String cut(Draft draft) {
    return draft.notes().contains(DraftParser.CUT_ANSWER) ? "; " + DraftParser.CUT_ANSWER : "";
  }
}
