package org.batchrunner.workflow;

/** Counts words. */
final class WordCount {

  private WordCount() {}

  /** Pieces between spaces that have a letter or a digit; two ideographs count as one word. */
  static int count(String text) {
    int words = 0;
    int ideographs = 0;
    boolean inWord = false;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (Character.isIdeographic(c)) {
        ideographs++;
        inWord = false;
      } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        inWord = false;
      } else if (Character.isLetterOrDigit(c) && !inWord) {
        inWord = true;
        words++;
      }
    }
    return words + ideographs / 2;
  }
}
