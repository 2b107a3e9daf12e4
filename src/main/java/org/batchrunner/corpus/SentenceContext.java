package org.batchrunner.corpus;

/** What stands around a quotation in its sentence. */
final class SentenceContext {

  /** Bytes of folded text that are looked at. */
  static final int LENGTH = 240;

  private static final String[] ENDS = {". ", "! ", "? ", ": ", "; "};

  private SentenceContext() {}

  /**
   * @param folded text up to the quotation, perhaps from the middle of a character
   * @return the part of it that is in the quotation's sentence; empty if the sentence begins with
   *     it
   */
  static String before(String folded) {
    int start = 0;
    for (String end : ENDS) {
      int found = folded.lastIndexOf(end);
      start = Math.max(start, found < 0 ? 0 : found + end.length());
    }
    String before = folded.substring(start);
    int whole = start == 0 ? before.indexOf(' ') + 1 : 0;
    return before.substring(whole).strip();
  }
}
