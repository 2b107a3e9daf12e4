package org.batchrunner.workflow.redaction;

/** Finds the links of a text. */
final class Links {

  private static final String ENDS = "\"'<>`|\\";

  private static final int LONGEST = 2000;

  private Links() {}

  /** Returns whether a place of a text is within a link: {@code https://…}, {@code www.…}. */
  static boolean cover(String text, int place) {
    int begin = place;
    while (begin > 0 && isPart(text.charAt(begin - 1)) && place - begin < LONGEST) {
      begin--;
      if (text.startsWith("://", begin)) {
        return true;
      }
    }
    return place - begin >= 4 && text.regionMatches(true, begin, "www.", 0, 4);
  }

  private static boolean isPart(char c) {
    return !Character.isWhitespace(c) && ENDS.indexOf(c) < 0;
  }
}
