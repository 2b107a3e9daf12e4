package org.batchrunner.ledger;

import org.batchrunner.common.LoneSurrogates;
import org.jspecify.annotations.Nullable;

/** Texts as both databases can hold them. */
final class SqlText {

  private static final int LONGEST = 4000;

  private SqlText() {}

  /**
   * A short text from outside, such as a model's name or an error: without NUL and halves of
   * surrogate pairs, cut where long.
   */
  static @Nullable String plain(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    return LoneSurrogates.replaced(cut.indexOf('\0') < 0 ? cut : cut.replace('\0', '\uFFFD'));
  }

  /** 64 bits of a key, the same in every program. */
  static long hash(String key) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
