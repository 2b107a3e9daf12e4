package org.batchrunner.common;

import java.util.function.IntFunction;

/**
 * Halves of surrogate pairs, which Java's and JSON's texts may have and UTF-8 has not: models send
 * them where a reply is cut in the middle of an emoji.
 */
public final class LoneSurrogates {

  private LoneSurrogates() {}

  /** A text of JSON, with each half as JSON's escape of it. */
  static String escaped(String json) {
    return with(json, half -> "\\u%04x".formatted(half));
  }

  /** A text with each half replaced by the mark for what can't be read. */
  public static String replaced(String text) {
    return with(text, half -> "\uFFFD");
  }

  private static String with(String text, IntFunction<String> instead) {
    int at = first(text, 0);
    if (at == text.length()) {
      return text;
    }
    StringBuilder whole = new StringBuilder(text.length() + 8);
    int from = 0;
    while (at < text.length()) {
      whole.append(text, from, at).append(instead.apply(text.charAt(at)));
      from = at + 1;
      at = first(text, from);
    }
    return whole.append(text, from, text.length()).toString();
  }

  /** Where the first half is from there on; the text's length if there is none. */
  private static int first(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return i;
        }
        i++;
      }
    }
    return text.length();
  }
}
