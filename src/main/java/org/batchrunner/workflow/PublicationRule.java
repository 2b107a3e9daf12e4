package org.batchrunner.workflow;

import java.util.List;
import java.util.Optional;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Judgment;
import org.batchrunner.task.Status;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is published. The best permitted draft is {@code published}; if there is none, the
 * best one is {@code advisory_only}; if no draft is fit, the status is {@code none}; if no debater
 * gave a draft, {@code failed}.
 */
public final class PublicationRule {

  private final Policy policy;
  private final Ranking ranking;
  private final Guardrails guardrails;
  private final boolean grounded;

  /**
   * @param grounded whether the batch has a corpus
   */
  public PublicationRule(Options options, boolean grounded) {
    this.policy = Policy.of(options);
    this.ranking = new Ranking(policy);
    this.guardrails = new Guardrails(options, grounded);
    this.grounded = grounded;
  }

  /**
   * @param drafts of all debaters, {@link Guardrails} applied, scored where they were judged
   * @param judgment null if no draft was fit to be judged
   */
  public Publication debate(List<Draft> drafts, @Nullable Judgment judgment) {
    List<Draft> ranked = ranking.of(drafts);
    if (ranked.isEmpty()) {
      return unfit(drafts, judgment);
    }
    Optional<Draft> permitted = ranked.stream().filter(Draft::permitted).findFirst();
    Draft chosen = permitted.orElse(ranked.get(0));
    Reasons reasons = new Reasons(policy, drafts, ranked, judgment);
    return permitted.isPresent()
        ? new Publication(Status.PUBLISHED, chosen, reasons.best(chosen), drafts, judgment, null)
        : new Publication(
            Status.ADVISORY_ONLY, chosen, reasons.advisory(chosen), drafts, judgment, null);
  }

  /** The first debater's answer. Its draft is shown only where it has more than the result has. */
  public Publication single(Draft draft) {
    List<Draft> drafts = List.of(draft);
    if (!Guardrails.isFit(draft)) {
      return unfit(drafts, null);
    }
    Reasons reasons = new Reasons(policy, drafts, drafts, null);
    boolean plain =
        draft.notes().isEmpty() && draft.evidence().isEmpty() && draft.raw() == null && !grounded;
    return new Publication(
        draft.permitted() ? Status.PUBLISHED : Status.ADVISORY_ONLY,
        draft,
        draft.permitted() ? reasons.answered(draft) : reasons.advisory(draft),
        plain ? List.of() : drafts,
        null,
        null);
  }

  /**
   * Every debater's answer side by side, in {@code drafts}. The result's own text is that of the
   * first debater with a permitted answer.
   *
   * @param drafts in the debaters' order, {@link Guardrails} applied
   */
  public Publication each(List<Draft> drafts) {
    List<Draft> fit = drafts.stream().filter(Guardrails::isFit).toList();
    if (fit.isEmpty()) {
      return unfit(drafts, null);
    }
    Optional<Draft> permitted = fit.stream().filter(Draft::permitted).findFirst();
    Reasons reasons = new Reasons(policy, drafts, fit, null);
    return permitted.isPresent()
        ? new Publication(Status.PUBLISHED, permitted.get(), reasons.each(), drafts, null, null)
        : new Publication(
            Status.ADVISORY_ONLY, fit.get(0), reasons.advisory(fit.get(0)), drafts, null, null);
  }

  private Publication unfit(List<Draft> drafts, @Nullable Judgment judgment) {
    String reasons = Reasons.ofEach(drafts);
    if (drafts.stream().allMatch(draft -> draft.text() == null || draft.error() != null)) {
      String failed = "no debater answered: " + reasons;
      return new Publication(Status.FAILED, null, failed, drafts, judgment, failed);
    }
    boolean citations = drafts.stream().anyMatch(guardrails::isOutForCitations);
    return new Publication(
        citations ? Status.ADVISORY_ONLY : Status.NONE,
        null,
        (citations ? "no draft has the citations it needs: " : "no draft is fit: ") + reasons,
        drafts,
        judgment,
        null);
  }
}
