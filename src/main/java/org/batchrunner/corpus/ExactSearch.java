package org.batchrunner.corpus;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.lucene.store.IndexInput;

/** Finds folded quotations in the folded texts, whole or in parts that follow each other. */
final class ExactSearch {

  private static final int MOST_TRIES = 200;
  private static final int MOST_GAP = 2000;
  private static final int NEIGHBOURS = 16;

  private final Store store;

  ExactSearch(Store store) {
    this.store = store;
  }

  /**
   * What a search found.
   *
   * @param place in the folded file, or -1
   * @param negated whether only words with a negation were left out between the parts
   */
  record Found(long place, boolean negated) {

    static final Found NOTHING = new Found(-1, false);

    boolean found() {
      return place >= 0;
    }
  }

  /** The first place between {@code from} and {@code to} with the whole quotation, or -1. */
  long whole(String folded, long from, long to) {
    ByteSearch needle = needle(folded);
    IndexInput in = store.folds();
    long place = from;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long found = needle.find(in, place, to);
      if (found < 0 || clean(folded, found, needle.length())) {
        return found;
      }
      place = found + 1;
    }
    return -1;
  }

  /** The first place where all parts follow each other in one document, not far apart. */
  Found parts(List<String> parts, long from, long to) {
    long start = from;
    boolean negated = false;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long first = whole(parts.get(0), start, to);
      if (first < 0) {
        break;
      }
      Found chain = chain(parts, first);
      if (chain.found() && !chain.negated()) {
        return chain;
      }
      negated |= chain.negated();
      start = first + 1;
    }
    return new Found(-1, negated);
  }

  private Found chain(List<String> parts, long first) {
    Document document = store.documents().get(store.documentAtFold(first));
    long end = first + bytes(parts.get(0)).length;
    boolean negated = false;
    for (String part : parts.subList(1, parts.size())) {
      long limit = Math.min(document.foldEnd(), end + MOST_GAP + bytes(part).length);
      long place = whole(part, end, limit);
      if (place < 0) {
        return Found.NOTHING;
      }
      negated |= negates(store.folded(document, end, place));
      end = place + bytes(part).length;
    }
    return new Found(first, negated);
  }

  /** Returns whether what is left out denies what is quoted: a negation in the same sentence. */
  private static boolean negates(String gap) {
    int first = gap.indexOf(". ");
    int last = gap.lastIndexOf(". ");
    String near = first < 0 ? gap : gap.substring(0, first) + " " + gap.substring(last + 2);
    return WeightedWords.of(near, MOST_GAP).list().stream().anyMatch(WeightedWords::negation);
  }

  private boolean clean(String folded, long place, int length) {
    Document document = store.documents().get(store.documentAtFold(place));
    String before = store.folded(document, place - NEIGHBOURS, place);
    String after = store.folded(document, place + length, place + length + NEIGHBOURS);
    return WordBoundary.clean(before, folded, after);
  }

  private static ByteSearch needle(String folded) {
    return new ByteSearch(bytes(folded));
  }

  private static byte[] bytes(String folded) {
    return folded.getBytes(StandardCharsets.UTF_8);
  }
}
