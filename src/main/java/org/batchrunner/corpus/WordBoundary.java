package org.batchrunner.corpus;

/** Whether a match in a folded text begins and ends where a word or a number does. */
final class WordBoundary {

  private WordBoundary() {}

  /**
   * @param before what stands before the match
   * @param after what stands after it
   */
  static boolean clean(String before, String match, String after) {
    return starts(before, match.codePointAt(0))
        && ends(match.codePointBefore(match.length()), after);
  }

  private static boolean starts(String before, int first) {
    if (before.isEmpty() || !Character.isLetterOrDigit(first)) {
      return true;
    }
    int last = before.codePointBefore(before.length());
    String rest = before.substring(0, before.length() - Character.charCount(last));
    if (Character.isLetterOrDigit(last)) {
      return Chars.unspaced(last) || Chars.unspaced(first);
    }
    boolean number = Character.isDigit(first);
    return last != '\''
        && last != '-'
        && last != '^'
        && !(number && ".,:/".indexOf(last) >= 0 && endsWithDigit(rest));
  }

  private static boolean ends(int last, String after) {
    if (after.isEmpty() || !Character.isLetterOrDigit(last)) {
      return true;
    }
    int first = after.codePointAt(0);
    String rest = after.substring(Character.charCount(first));
    if (Character.isLetterOrDigit(first)) {
      return Chars.unspaced(last) || Chars.unspaced(first);
    }
    boolean number = Character.isDigit(last);
    return first != '\''
        && first != '-'
        && first != '^'
        && !(number && (first == '%' || first == '°'))
        && !(number && ".,:/".indexOf(first) >= 0 && startsWithDigit(rest));
  }

  private static boolean endsWithDigit(String text) {
    return !text.isEmpty() && Character.isDigit(text.codePointBefore(text.length()));
  }

  private static boolean startsWithDigit(String text) {
    return !text.isEmpty() && Character.isDigit(text.codePointAt(0));
  }
}
