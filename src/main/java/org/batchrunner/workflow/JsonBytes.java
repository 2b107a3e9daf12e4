package org.batchrunner.workflow;

import org.jspecify.annotations.Nullable;

/** Counts the bytes of a text in JSON in UTF-8, with only the necessary escapes. */
final class JsonBytes {

  private static final char REPLACEMENT = '\uFFFD';

  private JsonBytes() {}

  static long of(@Nullable String text) {
    long bytes = 0;
    for (int at = 0; text != null && at < text.length(); at++) {
      bytes += of(text.charAt(at));
    }
    return bytes;
  }

  /** Half a surrogate pair counts as half of its four bytes. */
  private static int of(char c) {
    if (c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f') {
      return 2;
    }
    if (c < 0x20) {
      return 6;
    }
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }

  /**
   * @return the beginning of the text that takes at most so many bytes; no character is cut in two
   */
  static String cut(String text, long most) {
    long bytes = 0;
    for (int at = 0; at < text.length(); at++) {
      bytes += of(text.charAt(at));
      if (bytes > most) {
        boolean pair = Character.isLowSurrogate(text.charAt(at)) && at > 0;
        return text.substring(0, pair ? at - 1 : at);
      }
    }
    return text;
  }

  /** Halves of surrogate pairs, which UTF-8 does not have, replaced. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
