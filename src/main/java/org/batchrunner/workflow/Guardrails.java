package org.batchrunner.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Citation.Verdict;
import org.batchrunner.task.Draft;
import org.batchrunner.task.options.Options;

/** Rejects drafts that must not be published, whatever their score. */
public final class Guardrails {

  /** The number of words from which on a quotation has too much of another text. */
  static final int MOST_QUOTED_WORDS = 75;

  private final int requiredCitations;

  /**
   * @param grounded whether the batch has a corpus
   */
  public Guardrails(Options options, boolean grounded) {
    this.requiredCitations = grounded ? options.requiredCitations() : 0;
  }

  /**
   * @param draft a draft whose citations have been checked
   * @return the draft, rejected if it must not be published
   */
  public Draft check(Draft draft) {
    return reason(draft).map(draft::withRejected).orElse(draft);
  }

  private Optional<String> reason(Draft draft) {
    if (draft.text() == null || draft.error() != null || draft.rejected() != null) {
      return Optional.empty();
    }
    if (draft.refusal()) {
      return Optional.of("it refuses the task");
    }
    if (draft.text().isBlank()) {
      return Optional.of("its answer is empty");
    }
    Optional<String> flag = draft.safetyFlags().stream().filter(SafetyFlag::isCritical).findFirst();
    if (flag.isPresent()) {
      return flag.map("it raised the critical safety flag %s"::formatted);
    }
    int quoted = Quotations.longest(draft.text(), MOST_QUOTED_WORDS);
    if (quoted > 0) {
      return Optional.of(
          "it quotes %d words in one piece, and %d are too many"
              .formatted(quoted, MOST_QUOTED_WORDS));
    }
    return lacksCitations(draft) ? Optional.of(citationsReason(draft)) : Optional.empty();
  }

  /** Returns whether the draft was rejected only because of its citations. */
  boolean isOutForCitations(Draft draft) {
    return lacksCitations(draft) && citationsReason(draft).equals(draft.rejected());
  }

  private boolean lacksCitations(Draft draft) {
    return places(verified(draft)) < requiredCitations;
  }

  private String citationsReason(Draft draft) {
    List<Citation> verified = verified(draft);
    int places = places(verified);
    String once = places < verified.size() ? " (overlapping ones count once)" : "";
    return "%d of its %d citations are verified%s, and %d are required"
        .formatted(places, draft.citations().size(), once, requiredCitations);
  }

  private static List<Citation> verified(Draft draft) {
    return draft.citations().stream()
        .filter(citation -> citation.verdict() == Verdict.VERIFIED)
        .toList();
  }

  /** Counts the cited places; a place that is cited twice counts once. */
  private static int places(List<Citation> verified) {
    List<Citation> places = new ArrayList<>();
    for (Citation citation : verified) {
      if (places.stream().noneMatch(place -> overlap(place, citation))) {
        places.add(citation);
      }
    }
    return places.size();
  }

  private static boolean overlap(Citation a, Citation b) {
    if (a.offset() == null || b.offset() == null) {
      return a.quote().equals(b.quote());
    }
    return Objects.equals(a.document(), b.document())
        && a.offset() < b.offset() + b.quote().length()
        && b.offset() < a.offset() + a.quote().length();
  }

  /** Returns whether the draft is an answer that was not rejected. */
  static boolean isFit(Draft draft) {
    return draft.text() != null && draft.rejected() == null && draft.error() == null;
  }
}
