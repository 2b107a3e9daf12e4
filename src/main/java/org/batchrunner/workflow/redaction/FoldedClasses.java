package org.batchrunner.workflow.redaction;

import java.util.Arrays;
import java.util.Collection;
import java.util.TreeSet;

/**
 * Numbers the characters of some texts, case aside; all other characters have the number 0. Two
 * characters that are the same to {@link String#regionMatches(boolean, int, String, int, int)} have
 * the same number.
 */
final class FoldedClasses {

  /** All characters that fold to ASCII are below this, except the Kelvin sign. */
  private static final int TABLE = 0x180;

  private static final char KELVIN_SIGN = '\u212A';

  private final int[] table = new int[TABLE];

  /** The characters of the texts that are not in the table, sorted. */
  private final char[] others;

  /** Whether only ASCII has numbers. */
  private final boolean ascii;

  private final int tabled;

  FoldedClasses(Collection<String> texts) {
    TreeSet<Character> folded = new TreeSet<>();
    for (String text : texts) {
      for (int at = 0; at < text.length(); at++) {
        folded.add(fold(text.charAt(at)));
      }
    }
    int count = 1;
    int[] numbers = new int[TABLE];
    for (char c : folded.headSet((char) TABLE)) {
      numbers[c] = count++;
    }
    for (char c = 0; c < TABLE; c++) {
      char same = fold(c);
      table[c] = same < TABLE ? numbers[same] : 0;
    }
    StringBuilder beyond = new StringBuilder();
    folded.tailSet((char) TABLE).forEach(beyond::append);
    others = beyond.toString().toCharArray();
    ascii = folded.isEmpty() || folded.last() < 128;
    tabled = count;
  }

  int count() {
    return tabled + others.length;
  }

  int of(char c) {
    return c < TABLE ? table[c] : ofOther(c);
  }

  private int ofOther(char c) {
    if (ascii) {
      return c == KELVIN_SIGN ? table['k'] : 0;
    }
    char same = fold(c);
    if (same < TABLE) {
      return table[same];
    }
    int at = Arrays.binarySearch(others, same);
    return at < 0 ? 0 : tabled + at;
  }

  private static char fold(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }
}
