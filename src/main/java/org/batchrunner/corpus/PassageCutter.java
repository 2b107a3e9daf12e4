package org.batchrunner.corpus;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.text.BreakIterator;
import java.util.Locale;

/**
 * Cuts a document into passages that overlap, at headings, else at paragraphs, sentences or words.
 * Where a passage begins depends on nothing but where the one before ended.
 */
final class PassageCutter {

  private static final Pattern PARAGRAPH = Pattern.compile("\\r?\\n[ \\t]*\\r?\\n\\s*");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6}[ \\t]+(\\S.*)$");

  private final Store store;
  private final int most;
  private final int overlap;
  private final BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);

  /**
   * @param most characters of a passage
   * @param overlap characters that two neighbours share, at least where a sentence allows it
   */
  PassageCutter(Store store, int most, int overlap) {
    this.store = store;
    this.most = most;
    this.overlap = overlap;
  }

  /** Takes a passage, and the heading that it stands under (empty for none). */
  interface Taker<E extends Exception> {
    void take(int start, String text, String heading) throws E;
  }

  <E extends Exception> void cut(Document document, Taker<E> taker) throws E {
    String heading = "";
    int start = 0;
    while (start < document.length()) {
      String text = store.text(document, start, start + most);
      int blank = leadingSpace(text);
      if (blank > 0) {
        start += blank;
        continue;
      }
      boolean last = start + text.length() >= document.length();
      int end = last ? text.length() : end(text);
      String passage = text.substring(0, end).stripTrailing();
      taker.take(start, passage, heading);
      int next = last ? end : next(text, end);
      heading = lastHeading(text.substring(0, next), heading);
      start += next;
    }
  }

  private int end(String text) {
    int least = most * 3 / 5;
    int section = lastStart(HEADING, text, most / 3);
    if (section > 0) {
      return section;
    }
    int paragraph = lastEnd(PARAGRAPH, text, least);
    if (paragraph > 0) {
      return paragraph;
    }
    int sentence = sentenceBefore(text, text.length() - 1);
    if (sentence >= least) {
      return sentence;
    }
    int word = wordBefore(text, text.length());
    return word >= least ? word : character(text, text.length() - 1);
  }

  /** Where the next passage begins: a sentence or a few words before this one's end. */
  private int next(String text, int end) {
    if (HEADING.matcher(text.substring(end)).lookingAt()) {
      return end;
    }
    int sentence = sentenceBefore(text, Math.max(1, end - overlap));
    if (sentence > end - 2 * overlap && sentence > 0) {
      return sentence;
    }
    int word = wordBefore(text, end - overlap);
    return word > end - 2 * overlap && word > 0 ? word : character(text, end - overlap);
  }

  private int sentenceBefore(String text, int index) {
    sentences.setText(text);
    return sentences.isBoundary(index) ? index : Math.max(0, sentences.preceding(index));
  }

  private static int wordBefore(String text, int index) {
    for (int i = index; i > 0; i--) {
      if (Chars.space(text.charAt(i - 1))) {
        return i;
      }
    }
    return 0;
  }

  private static int character(String text, int index) {
    int i = index;
    while (i > 1 && (Character.isLowSurrogate(text.charAt(i)) || Chars.mark(text.charAt(i)))) {
      i--;
    }
    return i;
  }

  private static int lastStart(Pattern pattern, String text, int least) {
    int found = 0;
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      if (matcher.start() >= least) {
        found = matcher.start();
      }
    }
    return found;
  }

  private static int lastEnd(Pattern pattern, String text, int least) {
    int found = 0;
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      if (matcher.end() >= least) {
        found = matcher.end();
      }
    }
    return found;
  }

  private static String lastHeading(String text, String before) {
    String found = before;
    Matcher matcher = HEADING.matcher(text);
    while (matcher.find()) {
      found = matcher.group(1);
    }
    return found;
  }

  private static int leadingSpace(String text) {
    int i = 0;
    while (i < text.length() && Chars.space(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
