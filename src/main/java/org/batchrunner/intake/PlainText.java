package org.batchrunner.intake;

/** Checks whether texts are blank or can be stored. */
final class PlainText {

  private PlainText() {}

  /** Nothing that can be seen: white space, no-break and zero-width spaces, marks. */
  static boolean isBlank(String text) {
    return text.codePoints().allMatch(PlainText::isInvisible);
  }

  private static boolean isInvisible(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x200B || c == 0xFEFF;
  }

  /** Returns whether every database and file can hold it: no NUL, no half of a surrogate pair. */
  static boolean isStorable(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
  }
}
