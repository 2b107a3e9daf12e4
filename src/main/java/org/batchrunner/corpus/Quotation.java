package org.batchrunner.corpus;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * What a draft quotes, ready for the look-up.
 *
 * @param text folded, without the punctuation at its ends
 * @param parts of it, where it leaves something out; one if it leaves out nothing
 */
record Quotation(String text, List<String> parts) {

  private static final Pattern ELLIPSIS =
      Pattern.compile(
          "\\[\\s*(?:…|\\.\\s?\\.\\s?\\.)\\s*\\]|\\(\\s*(?:…|\\.\\s?\\.\\s?\\.)\\s*\\)"
              + "|…|\\.{3,}|\\. \\. \\.");
  private static final String AROUND = " .,;:!?(){}";

  private static final int LEAST_WORDS = 4;
  private static final int LEAST_CHARS = 20;
  private static final int LEAST_PART_WORDS = 3;
  private static final int LEAST_PART_CHARS = 12;

  /** What a character of a script without spaces counts for. */
  private static final int UNSPACED = 3;

  static Quotation of(String quote) {
    List<String> parts = new ArrayList<>();
    for (String part : ELLIPSIS.split(quote)) {
      String folded = trim(Folding.fold(part).text());
      if (!folded.isEmpty()) {
        parts.add(folded);
      }
    }
    return new Quotation(trim(Folding.fold(quote).text()), List.copyOf(parts));
  }

  /** Too little to prove anything: it would be found by chance. */
  boolean tooShort() {
    return !proves(text, LEAST_WORDS, LEAST_CHARS);
  }

  boolean partTooShort() {
    return parts.stream().anyMatch(part -> !proves(part, LEAST_PART_WORDS, LEAST_PART_CHARS));
  }

  private static boolean proves(String folded, int words, int chars) {
    long unspaced = folded.codePoints().filter(Chars::unspaced).count();
    return WeightedWords.of(folded, words).size() >= words
        && folded.length() + unspaced * (UNSPACED - 1) >= chars;
  }

  private static String trim(String folded) {
    int start = 0;
    int end = folded.length();
    while (start < end && AROUND.indexOf(folded.charAt(start)) >= 0 && !decimal(folded, start)) {
      start++;
    }
    while (end > start && AROUND.indexOf(folded.charAt(end - 1)) >= 0) {
      end--;
    }
    return folded.substring(start, end);
  }

  private static boolean decimal(String folded, int i) {
    return folded.charAt(i) == '.'
        && i + 1 < folded.length()
        && Character.isDigit(folded.charAt(i + 1));
  }
}
