package org.batchrunner.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which words differ between two texts. */
final class WordDiff {

  /** Of the table of common words; larger differences are shown as a whole. */
  private static final long MOST_CELLS = 4_000_000;

  /** A word with the space behind it. */
  private static final Pattern WORDS = Pattern.compile("(?<=\\s)(?=\\S)");

  private WordDiff() {}

  /** What has happened to a piece of text. */
  enum Op {
    SAME,
    DEL,
    INS;

    @com.fasterxml.jackson.annotation.JsonValue
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param op {@code same}, {@code del}: only in the first, {@code ins}: only in the second
   */
  record Piece(Op op, String text) {}

  /** The pieces of both texts, in order; those that are not {@code ins} make up the first. */
  static List<Piece> of(String one, String other) {
    String[] a = WORDS.split(one);
    String[] b = WORDS.split(other);
    int start = 0;
    while (start < a.length && start < b.length && a[start].equals(b[start])) {
      start++;
    }
    int end = 0;
    while (end < a.length - start
        && end < b.length - start
        && a[a.length - 1 - end].equals(b[b.length - 1 - end])) {
      end++;
    }
    Pieces pieces = new Pieces();
    pieces.addAll(Op.SAME, a, 0, start);
    between(
        Arrays.copyOfRange(a, start, a.length - end),
        Arrays.copyOfRange(b, start, b.length - end),
        pieces);
    pieces.addAll(Op.SAME, a, a.length - end, a.length);
    return pieces.list;
  }

  private static void between(String[] a, String[] b, Pieces pieces) {
    if ((long) a.length * b.length > MOST_CELLS) {
      pieces.addAll(Op.DEL, a, 0, a.length);
      pieces.addAll(Op.INS, b, 0, b.length);
      return;
    }
    int[][] common = common(a, b);
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i].equals(b[j])) {
        pieces.add(Op.SAME, a[i++]);
        j++;
      } else if (j == b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) {
        pieces.add(Op.DEL, a[i++]);
      } else {
        pieces.add(Op.INS, b[j++]);
      }
    }
  }

  /** How many words the rests from i and j on have in common, in order. */
  private static int[][] common(String[] a, String[] b) {
    int[][] common = new int[a.length + 1][b.length + 1];
    for (int i = a.length - 1; i >= 0; i--) {
      for (int j = b.length - 1; j >= 0; j--) {
        common[i][j] =
            a[i].equals(b[j])
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private static final class Pieces {
    final List<Piece> list = new ArrayList<>();

    void addAll(Op op, String[] words, int from, int to) {
      for (int i = from; i < to; i++) {
        add(op, words[i]);
      }
    }

    void add(Op op, String word) {
      int last = list.size() - 1;
      if (last >= 0 && list.get(last).op() == op) {
        list.set(last, new Piece(op, list.get(last).text() + word));
      } else if (!word.isEmpty()) {
        list.add(new Piece(op, word));
      }
    }
  }
}
