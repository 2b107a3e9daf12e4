package org.batchrunner.intake;

import java.text.Normalizer;
import java.util.Locale;

/** Compares column names as people read them, ignoring invisible characters. */
final class HeaderName {

  private static final int VARIATION_SELECTORS = 0xFE00;
  private static final int LAST_VARIATION_SELECTOR = 0xFE0F;
  private static final int HANGUL_FILLER = 0x3164;
  private static final int COMBINING_GRAPHEME_JOINER = 0x034F;

  private HeaderName() {}

  /** Returns a form that is equal for names that look the same, ignoring case. */
  static String fold(String name) {
    StringBuilder folded = new StringBuilder();
    boolean space = false;
    for (int c : Normalizer.normalize(name, Normalizer.Form.NFC).codePoints().toArray()) {
      if (isSpace(c)) {
        space = !folded.isEmpty();
      } else if (!isInvisible(c)) {
        folded.append(space ? " " : "");
        folded.appendCodePoint(c);
        space = false;
      }
    }
    return Normalizer.normalize(folded, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  static boolean same(String name, String other) {
    return isPlain(name) && isPlain(other)
        ? name.equalsIgnoreCase(other)
        : fold(name).equals(fold(other));
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) <= ' ' || name.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /** Without spaces and characters that can't be seen at its ends. */
  static String strip(String name) {
    int[] characters = name.codePoints().toArray();
    int start = 0;
    int end = characters.length;
    while (start < end && isNothing(characters[start])) {
      start++;
    }
    while (end > start && isNothing(characters[end - 1])) {
      end--;
    }
    return new String(characters, start, end - start);
  }

  private static boolean isNothing(int c) {
    boolean selector = c >= VARIATION_SELECTORS && c <= LAST_VARIATION_SELECTOR;
    return isSpace(c) || (isInvisible(c) && !selector);
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  static boolean isInvisible(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.CONTROL
        || (c >= VARIATION_SELECTORS && c <= LAST_VARIATION_SELECTOR)
        || c == HANGUL_FILLER
        || c == 0x115F
        || c == 0x1160
        || c == 0xFFA0
        || c == COMBINING_GRAPHEME_JOINER;
  }

  /** For a sentence: what can't be seen, or looks like a space, as {@code <U+00A0>}. */
  static String visible(String name) {
    StringBuilder visible = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> {
              if (isInvisible(c) || (c != ' ' && isSpace(c))) {
                visible.append("<U+%04X>".formatted(c));
              } else {
                visible.appendCodePoint(c);
              }
            });
    return visible.toString();
  }
}
