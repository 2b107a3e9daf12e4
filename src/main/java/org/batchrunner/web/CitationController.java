package org.batchrunner.web;

import java.util.List;
import java.util.Optional;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.corpus.QuoteContext;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Result;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the passages of the corpus that answers quote. */
@RestController
final class CitationController {

  private static final int MARGIN = 400;

  private final BatchQueries inspection;
  private final Ledger ledger;
  private final CorpusRegistry corpora;

  CitationController(BatchQueries inspection, Ledger ledger, CorpusRegistry corpora) {
    this.inspection = inspection;
    this.ledger = ledger;
    this.corpora = corpora;
  }

  /**
   * @param page 1 for the first; null where the document has no pages or nothing was found
   * @param before the text before the passage; null where nothing was found
   * @param match the passage, as the document has it; null where nothing was found
   * @param after the text after the passage; null where nothing was found
   */
  record Quoted(
      @Nullable String title,
      @Nullable String document,
      @Nullable Integer page,
      String quote,
      Citation.Verdict verdict,
      double score,
      @Nullable String note,
      @Nullable String before,
      @Nullable String match,
      @Nullable String after) {}

  /**
   * Returns the passage that a citation quotes.
   *
   * @param n the index of the citation, from 0
   * @param draft the index of the draft, from 0; without it, the citations of the answer are used
   */
  @GetMapping("/api/batches/{id}/tasks/{seq}/citations/{n}")
  Quoted citation(
      @PathVariable String id,
      @PathVariable int seq,
      @PathVariable int n,
      @RequestParam(required = false) @Nullable Integer draft) {
    BatchRecord batch = inspection.view(id).batch();
    List<Citation> citations =
        ledger
            .results()
            .find(batch.no(), seq)
            .map(result -> citations(result, draft))
            .orElse(List.of());
    if (n < 0 || n >= citations.size()) {
      throw ApiProblem.notFound(
          "Task %d of batch %s has %d citations, counted from 0"
              .formatted(seq, id, citations.size()));
    }
    Citation citation = citations.get(n);
    Optional<QuoteContext> passage = corpora.around(batch, citation, MARGIN);
    return new Quoted(
        citation.title(),
        citation.document(),
        citation.page(),
        citation.quote(),
        citation.verdict(),
        citation.score(),
        citation.note(),
        passage.map(QuoteContext::before).orElse(null),
        passage.map(QuoteContext::match).orElse(null),
        passage.map(QuoteContext::after).orElse(null));
  }

  private static List<Citation> citations(Result result, @Nullable Integer draft) {
    if (draft == null) {
      return result.citations();
    }
    return draft >= 0 && draft < result.drafts().size()
        ? result.drafts().get(draft).citations()
        : List.of();
  }
}
