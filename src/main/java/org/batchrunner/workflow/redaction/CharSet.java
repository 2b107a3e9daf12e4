package org.batchrunner.workflow.redaction;

import java.util.BitSet;

/**
 * A set of ASCII characters, written as in a regular expression's brackets: {@code A-Za-z0-9_-}.
 */
final class CharSet {

  private static final int ASCII = 128;

  private final boolean[] members = new boolean[ASCII];

  private CharSet(BitSet set) {
    set.stream().forEach(c -> members[c] = true);
  }

  /**
   * @param text characters and ranges; a hyphen that is meant as itself stands last
   * @throws IllegalArgumentException if a character is not ASCII or a range runs backwards
   */
  static CharSet of(String text) {
    BitSet set = new BitSet(ASCII);
    for (int at = 0; at < text.length(); at++) {
      char from = text.charAt(at);
      boolean range = at + 2 < text.length() && text.charAt(at + 1) == '-';
      char to = range ? text.charAt(at + 2) : from;
      if (from >= ASCII || to >= ASCII || to < from) {
        throw new IllegalArgumentException("'" + text + "' is not a set of ASCII characters");
      }
      set.set(from, to + 1);
      at += range ? 2 : 0;
    }
    return new CharSet(set);
  }

  boolean has(char c) {
    return c < ASCII && members[c];
  }
}
