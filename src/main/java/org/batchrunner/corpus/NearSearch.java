package org.batchrunner.corpus;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the passage that comes nearest to a quotation which is not there as it is. */
final class NearSearch {

  private static final int ANYWHERE = 4;
  private static final int CITED = 2;
  private static final int MOST_QUERY = 4000;
  private static final int MOST_WORDS = 300;
  private static final double LEAST_SHARED = 0.55;

  private final Store store;
  private final PassageIndex index;

  NearSearch(Store store, PassageIndex index) {
    this.store = store;
    this.index = index;
  }

  /**
   * What comes nearest.
   *
   * @param offset in the document's text
   * @param note a number or negation in which it differs; null if none
   */
  record Near(int document, int offset, double score, @Nullable String note) {}

  /** Null if nothing is near, or the quotation has more words than a quotation should. */
  @Nullable Near find(Quotation quotation, List<Integer> cited) {
    WeightedWords quote = WeightedWords.of(quotation.text(), MOST_WORDS + 1);
    if (quote.size() > MOST_WORDS) {
      return null;
    }
    Near best = null;
    for (PassageSpan span : candidates(quotation.text(), cited)) {
      Near near = near(quote, quotation.text().length(), span);
      if (near != null && (best == null || near.score() > best.score())) {
        best = near;
      }
    }
    return best;
  }

  private Set<PassageSpan> candidates(String text, List<Integer> cited) {
    String query = text.substring(0, Math.min(text.length(), MOST_QUERY));
    Set<PassageSpan> spans = new LinkedHashSet<>();
    for (int document : cited) {
      spans.addAll(unscored(index.search(query, CITED, document)));
    }
    spans.addAll(unscored(index.search(query, ANYWHERE)));
    return spans;
  }

  private static List<PassageSpan> unscored(List<PassageSpan> spans) {
    return spans.stream()
        .map(span -> new PassageSpan(span.document(), span.start(), span.end(), 0))
        .toList();
  }

  private @Nullable Near near(WeightedWords quote, int length, PassageSpan span) {
    Document document = store.documents().get(span.document());
    int from = Math.max(0, span.start() - length);
    Folded folded = Folding.fold(store.text(document, from, span.end() + length));
    WeightedWords text = WeightedWords.of(folded.text(), Integer.MAX_VALUE);
    if (Alignment.shared(quote, text) < LEAST_SHARED) {
      return null;
    }
    Alignment alignment = Alignment.of(quote, text);
    if (alignment.from() >= text.size()) {
      return null;
    }
    int offset = from + folded.origin(text.start(alignment.from()));
    return new Near(span.document(), offset, alignment.score(), alignment.differences(quote, text));
  }
}
