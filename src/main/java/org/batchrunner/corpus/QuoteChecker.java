package org.batchrunner.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Citation.Verdict;
import org.jspecify.annotations.Nullable;

/** Looks quotations up: first in the documents they are said to be from, then in all. */
final class QuoteChecker {

  /** From this score on a near match is a paraphrase. */
  static final double PARAPHRASE = 0.8;

  private static final int LONGEST = 20_000;
  private static final int MOST_PARTS = 8;

  private final Store store;
  private final DocumentNames names;
  private final ExactSearch exact;
  private final NearSearch near;
  private final PageBreaks pageBreaks;

  QuoteChecker(Store store, PassageIndex index) {
    this.store = store;
    this.names = new DocumentNames(store.documents());
    this.exact = new ExactSearch(store);
    this.near = new NearSearch(store, index);
    this.pageBreaks = new PageBreaks(store);
  }

  Citation check(@Nullable String title, @Nullable String document, String quote) {
    return new Check(title, document, quote, names.find(document, title)).run();
  }

  private final class Check {

    private final @Nullable String title;
    private final @Nullable String document;
    private final String quote;
    private final List<Integer> cited;
    private final List<String> notes = new ArrayList<>();

    Check(@Nullable String title, @Nullable String document, String quote, List<Integer> cited) {
      this.title = title;
      this.document = document;
      this.quote = quote;
      this.cited = cited;
    }

    Citation run() {
      if (quote.length() > LONGEST) {
        return notFound("longer than %,d characters".formatted(LONGEST));
      }
      Quotation quotation = Quotation.of(quote);
      if (quotation.tooShort()) {
        return notFound("too short to prove anything; quote four words and 20 characters or more");
      }
      long place = whole(quotation.text());
      if (place < 0 && quotation.parts().size() > 1) {
        place = parts(quotation);
      }
      return place >= 0 ? verified(place) : nearest(quotation);
    }

    private long whole(String folded) {
      for (int number : cited) {
        Document there = store.documents().get(number);
        long place = exact.whole(folded, there.foldStart(), there.foldEnd());
        if (place >= 0) {
          return place;
        }
      }
      return exact.whole(folded, foldsStart(), store.foldsEnd());
    }

    private long parts(Quotation quotation) {
      if (quotation.partTooShort() || quotation.parts().size() > MOST_PARTS) {
        notes.add("the parts around what is left out are too short to prove anything");
        return -1;
      }
      boolean negated = false;
      for (int number : cited) {
        Document there = store.documents().get(number);
        var found = exact.parts(quotation.parts(), there.foldStart(), there.foldEnd());
        if (found.found()) {
          return found.place();
        }
        negated |= found.negated();
      }
      var found = exact.parts(quotation.parts(), foldsStart(), store.foldsEnd());
      if (!found.found() && (negated || found.negated())) {
        notes.add("what is left out has a negation");
      }
      return found.place();
    }

    private long foldsStart() {
      return store.documents().isEmpty() ? 0 : store.documents().get(0).foldStart();
    }

    private Citation verified(long place) {
      int number = store.documentAtFold(place);
      Document there = store.documents().get(number);
      noteOtherDocument(number);
      String before =
          SentenceContext.before(store.folded(there, place - SentenceContext.LENGTH, place));
      if (WeightedWords.of(before, SentenceContext.LENGTH).list().stream()
          .anyMatch(WeightedWords::negation)) {
        notes.add("the sentence has a negation before it: " + before);
      }
      return citation(there, store.origin(there, place), Verdict.VERIFIED, 1);
    }

    private Citation nearest(Quotation quotation) {
      NearSearch.Near best = near.find(quotation, cited);
      if (best == null) {
        return notFound("the corpus has nothing like it");
      }
      Document there = store.documents().get(best.document());
      OptionalInt over = pageBreaks.find(quotation.text(), there, best.offset());
      if (over.isPresent()) {
        noteOtherDocument(best.document());
        notes.add("it runs over the end of page " + there.page(over.getAsInt()));
        return citation(there, over.getAsInt(), Verdict.VERIFIED, 1);
      }
      double score = Math.round(best.score() * 1000) / 1000.0;
      if (best.note() != null) {
        notes.add(best.note());
      }
      if (score < PARAPHRASE) {
        notes.add("the nearest passage is too different");
        return notFound(score);
      }
      noteOtherDocument(best.document());
      return citation(there, best.offset(), Verdict.PARAPHRASE, Math.min(score, 0.999));
    }

    private void noteOtherDocument(int number) {
      if (!cited.contains(number) && document != null && !document.isBlank()) {
        notes.add("cited as " + shortened(document));
      }
    }

    private Citation citation(Document there, int offset, Verdict verdict, double score) {
      Integer page = there.pages() == 0 ? null : there.page(offset);
      String known = title == null || title.isBlank() ? there.title() : title;
      return new Citation(known, there.path(), page, offset, quote, verdict, score, note());
    }

    private Citation notFound(String note) {
      notes.add(note);
      return notFound(0);
    }

    private Citation notFound(double score) {
      String known = cited.isEmpty() ? document : store.documents().get(cited.get(0)).path();
      return new Citation(title, known, null, null, quote, Verdict.NOT_FOUND, score, note());
    }

    private @Nullable String note() {
      return notes.isEmpty() ? null : String.join("; ", notes);
    }
  }

  private static String shortened(String name) {
    return name.length() <= 100 ? name : name.substring(0, 100) + "…";
  }
}
