package org.batchrunner.ledger;

import org.batchrunner.task.Halves;
import org.jspecify.annotations.Nullable;

/** Texts as both databases can hold them. */
final class Texts {

  private static final int LONGEST = 4000;

  private Texts() {}

  /**
   * A short text from outside, such as a model's name or an error: without NUL and halves of
   * surrogate pairs, cut where long.
   */
  static @Nullable String plain(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    return Halves.replaced(cut.indexOf('\0') < 0 ? cut : cut.replace('\0', '\uFFFD'));
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
