package org.batchrunner.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Finds quotations that run over a page's end. What stands there in between, running foot and head,
 * is no part of the sentence: lines that other pages near by have in the same place, but for their
 * numbers.
 */
final class PageBreaks {

  private static final int EDGE_LINES = 3;

  /** Empty ones among them. */
  private static final int MOST_LINES = 6;

  private static final int NEAR_PAGES = 4;
  private static final int LEAST_ALIKE = 2;
  private static final int MARGIN = 500;

  private final Store store;

  PageBreaks(Store store) {
    this.store = store;
  }

  /**
   * @param folded the quotation
   * @param near an offset in the document, close to where it may be
   * @return the offset where it begins
   */
  OptionalInt find(String folded, Document document, int near) {
    if (document.pages() < 2) {
      return OptionalInt.empty();
    }
    int reach = 2 * folded.length() + MARGIN;
    int first = document.page(Math.max(0, near - reach));
    int last = document.page(Math.min(document.length(), near + reach));
    for (int page = Math.max(1, first); page < Math.min(last, document.pages()); page++) {
      OptionalInt found = over(folded, document, page);
      if (found.isPresent()) {
        return found;
      }
    }
    return OptionalInt.empty();
  }

  private OptionalInt over(String folded, Document document, int page) {
    List<String> left = lines(document, page);
    List<String> right = lines(document, page + 1);
    for (int i = 0; i < MOST_LINES && !left.isEmpty(); i++) {
      if (!recurs(document, page, left.get(left.size() - 1), true)) {
        break;
      }
      left.remove(left.size() - 1);
    }
    for (int i = 0; i < MOST_LINES && !right.isEmpty(); i++) {
      if (!recurs(document, page + 1, right.get(0), false)) {
        break;
      }
      right.remove(0);
    }
    String before = String.join("", left);
    Folded joined = Folding.fold(before + String.join("", right));
    int at = joined.text().indexOf(folded);
    if (at < 0 || !clean(joined.text(), at, folded)) {
      return OptionalInt.empty();
    }
    int origin = joined.origin(at);
    return origin < before.length()
        ? OptionalInt.of(document.pageStart(page) + origin)
        : OptionalInt.empty();
  }

  private static boolean clean(String text, int at, String folded) {
    return WordBoundary.clean(text.substring(0, at), folded, text.substring(at + folded.length()));
  }

  /** Returns whether pages near by begin or end with the same line, whatever its numbers. */
  private boolean recurs(Document document, int page, String line, boolean atEnd) {
    String masked = mask(line);
    if (masked.isBlank()) {
      return true;
    }
    int alike = 0;
    int others = 0;
    int first = Math.max(1, page - NEAR_PAGES);
    for (int other = first; other <= Math.min(document.pages(), page + NEAR_PAGES); other++) {
      if (other != page) {
        others++;
        alike += edge(lines(document, other), atEnd).contains(masked) ? 1 : 0;
      }
    }
    return alike >= Math.min(LEAST_ALIKE, others);
  }

  private static List<String> edge(List<String> lines, boolean atEnd) {
    List<String> edge = new ArrayList<>();
    for (int i = 0; i < lines.size() && edge.size() < EDGE_LINES; i++) {
      String masked = mask(lines.get(atEnd ? lines.size() - 1 - i : i));
      if (!masked.isBlank()) {
        edge.add(masked);
      }
    }
    return edge;
  }

  private static String mask(String line) {
    return Folding.fold(line).text().strip().replaceAll("\\p{Nd}+", "0");
  }

  /** With their ends. */
  private List<String> lines(Document document, int page) {
    String text = store.text(document, document.pageStart(page), document.pageStart(page + 1));
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        lines.add(text.substring(start, i + 1));
        start = i + 1;
      }
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }
}
