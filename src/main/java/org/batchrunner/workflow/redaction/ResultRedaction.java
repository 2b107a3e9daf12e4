package org.batchrunner.workflow.redaction;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Judgment;
import org.batchrunner.task.Result;
import org.batchrunner.task.Score;
import org.jspecify.annotations.Nullable;

/** The redaction of one result. Ids, names of models and figures stay. */
final class ResultRedaction {

  private final Redactor redactor;
  private final Result raw;
  private final Map<String, Integer> counts;

  /**
   * Texts that have been redacted already: the answer is also the text of its draft, and may have
   * the same citations.
   */
  private final Map<String, Redacted> done = new IdentityHashMap<>();

  ResultRedaction(Redactor redactor, Result raw) {
    this.redactor = redactor;
    this.raw = raw;
    this.counts = new TreeMap<>(raw.redaction());
  }

  Result result() {
    return new Result(
        raw.id(),
        raw.seq(),
        text(raw.task()),
        raw.durationS(),
        raw.status(),
        raw.provider(),
        raw.model(),
        orNull(raw.text()),
        orNull(raw.reason()),
        raw.usage(),
        raw.costEstimate(),
        raw.spent(),
        raw.corpusHash(),
        raw.mode(),
        raw.attempts(),
        raw.drafts().stream().map(this::draft).toList(),
        raw.judgment() == null ? null : judgment(raw.judgment()),
        citations(raw.citations()),
        counts,
        orNull(raw.error()),
        raw.reuse());
  }

  private Draft draft(Draft draft) {
    return new Draft(
        draft.provider(),
        draft.model(),
        orNull(draft.text()),
        texts(draft.evidence()),
        draft.confidence(),
        texts(draft.safetyFlags()),
        draft.refusal(),
        draft.permitted(),
        citations(draft.citations()),
        draft.score() == null ? null : score(draft.score()),
        orNull(draft.rejected()),
        texts(draft.notes()),
        orNull(draft.error()),
        orNull(draft.raw()));
  }

  private Score score(Score score) {
    return new Score(
        score.total(), score.taskFit(), score.support(), score.clarity(), text(score.reason()));
  }

  private Judgment judgment(Judgment judgment) {
    return new Judgment(
        judgment.provider(),
        judgment.model(),
        orNull(judgment.unjudged()),
        judgment.ranking(),
        texts(judgment.notes()));
  }

  private List<Citation> citations(List<Citation> citations) {
    return citations.stream()
        .map(
            citation ->
                new Citation(
                    orNull(citation.title()),
                    citation.document(),
                    citation.page(),
                    citation.offset(),
                    text(citation.quote()),
                    citation.verdict(),
                    citation.score(),
                    orNull(citation.note())))
        .toList();
  }

  private List<String> texts(List<String> texts) {
    return texts.stream().map(this::text).toList();
  }

  private @Nullable String orNull(@Nullable String text) {
    return text == null ? null : text(text);
  }

  private String text(String text) {
    Redacted redacted = done.computeIfAbsent(text, redactor::redact);
    redacted.counts().forEach((rule, count) -> counts.merge(rule, count, Integer::sum));
    return redacted.text();
  }
}
