package org.batchrunner.workflow;

import java.util.List;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Citation.Verdict;
import org.batchrunner.task.Draft;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.options.Options;

/** Writes a draft for the judge: without author and confidence, and within its limit of bytes. */
final class DraftText {

  /** The assumed bytes per token of a reply; longer drafts are cut. */
  static final int BYTES_PER_TOKEN = 6;

  /** The bytes reserved for words that are not the debater's. */
  static final int OWN_WORDS_BYTES = 500;

  private static final String CUT = "\n[the rest is left out]";

  private DraftText() {}

  /**
   * @param index of the debater
   * @return the most bytes that its draft may add to the judge's request
   */
  static long limit(Options options, int index) {
    List<ModelId> debaters = options.debaters();
    long tokens =
        index < debaters.size()
            ? Parameters.of(options, debaters.get(index), options.temperature()).maxTokens()
            : options.maxTokens();
    return tokens * BYTES_PER_TOKEN + OWN_WORDS_BYTES;
  }

  static String of(Draft draft, long limit) {
    StringBuilder text = new StringBuilder();
    if (draft.text() != null) {
      text.append(draft.text());
    }
    if (!draft.citations().isEmpty()) {
      text.append("\n\nIts quotes, looked up in the documents: ").append(counts(draft));
      draft.citations().forEach(citation -> text.append(line(citation)));
    }
    if (!draft.evidence().isEmpty()) {
      text.append("\n\nIts evidence:");
      draft.evidence().forEach(evidence -> text.append("\n- ").append(evidence));
    }
    String clean = JsonBytes.clean(text.toString());
    return JsonBytes.of(clean) <= limit
        ? clean
        : JsonBytes.cut(clean, limit - JsonBytes.of(CUT)) + CUT;
  }

  private static String counts(Draft draft) {
    return "%d verified, %d paraphrased, %d not found"
        .formatted(
            count(draft, Verdict.VERIFIED),
            count(draft, Verdict.PARAPHRASE),
            count(draft, Verdict.NOT_FOUND));
  }

  private static long count(Draft draft, Verdict verdict) {
    return draft.citations().stream().filter(citation -> citation.verdict() == verdict).count();
  }

  private static String line(Citation citation) {
    String verdict =
        switch (citation.verdict()) {
          case VERIFIED -> "verified";
          case PARAPHRASE -> "paraphrased";
          case NOT_FOUND -> "not found";
        };
    return "\n- [%s] \"%s\" (%s)%s"
        .formatted(
            verdict,
            citation.quote(),
            citation.document() == null ? citation.title() : citation.document(),
            citation.note() == null ? "" : ": " + citation.note());
  }
}
