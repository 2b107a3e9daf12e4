package org.batchrunner.corpus;

/**
 * About how many tokens a text takes in a prompt: a quarter of its ASCII characters, and one for
 * each other. It is for choosing what fits; what a call can cost is bounded elsewhere.
 */
final class TokenEstimate {

  private static final int ASCII = 0x80;
  private static final int ASCII_A_TOKEN = 4;

  /** The lines around a passage, and the names of its fields. */
  private static final int AROUND = 45;

  private TokenEstimate() {}

  static int of(Passage passage) {
    return AROUND + of(passage.title()) + of(passage.document()) + of(passage.text());
  }

  static int of(String text) {
    int ascii = 0;
    int others = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ASCII) {
        ascii++;
      } else if (!Character.isLowSurrogate(c)) {
        others++;
      }
    }
    return (ascii + ASCII_A_TOKEN - 1) / ASCII_A_TOKEN + others;
  }
}
