package org.batchrunner.outbox;

import org.batchrunner.task.CutMark;

/** Cuts texts to the size of a spreadsheet cell. */
final class Cells {

  /** The most that a cell of Excel holds, in UTF-16 units. */
  static final int MAX = 32_767;

  private Cells() {}

  /**
   * Returns a text that fits, with a visible mark at its end if it was cut.
   *
   * @param whole the file that has all of it
   */
  static String fit(String text, String whole) {
    // An apostrophe may come before it.
    if (text.length() < MAX) {
      return text;
    }
    String mark = CutMark.of(text.codePointCount(0, text.length()), whole);
    int end = MAX - 1 - mark.length();
    return text.substring(0, wholeCharacters(text, end)) + mark;
  }

  /** Returns the first characters, counted as code points. */
  static String first(String text, int characters) {
    return text.length() <= characters ? text : text.substring(0, endOf(text, characters));
  }

  private static int endOf(String text, int characters) {
    return text.codePointCount(0, text.length()) <= characters
        ? text.length()
        : text.offsetByCodePoints(0, characters);
  }

  private static int wholeCharacters(String text, int end) {
    return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }
}
