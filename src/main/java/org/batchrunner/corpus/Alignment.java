package org.batchrunner.corpus;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a text comes nearest to a quotation, word by word.
 *
 * @param score 1 for the same words; 0 for none of them
 * @param from the first word of the text that belongs to it
 * @param to after the last
 */
record Alignment(double score, int from, int to) {

  static final Alignment NONE = new Alignment(0, 0, 0);

  private static final int ALIKE = 4;

  /**
   * The least weight of words to change, take away and put in, over the weight of the quotation.
   */
  static Alignment of(Words quote, Words text) {
    int n = text.size();
    int[] weights = quote.weights();
    int[] inserted = text.weights();
    int total = Arrays.stream(weights).sum();
    if (n == 0 || total == 0) {
      return NONE;
    }
    int[] above = new int[n + 1];
    int[] aboveFrom = new int[n + 1];
    int[] row = new int[n + 1];
    int[] rowFrom = new int[n + 1];
    Arrays.setAll(aboveFrom, j -> j);
    for (int i = 0; i < quote.size(); i++) {
      String word = quote.get(i);
      int weight = weights[i];
      row[0] = above[0] + weight;
      rowFrom[0] = 0;
      for (int j = 1; j <= n; j++) {
        int change = above[j - 1] + difference(word, weight, text.get(j - 1), inserted[j - 1]);
        int leave = above[j] + weight;
        int insert = row[j - 1] + inserted[j - 1];
        row[j] = Math.min(change, Math.min(leave, insert));
        rowFrom[j] =
            row[j] == change ? aboveFrom[j - 1] : row[j] == leave ? aboveFrom[j] : rowFrom[j - 1];
      }
      int[] spare = above;
      above = row;
      row = spare;
      spare = aboveFrom;
      aboveFrom = rowFrom;
      rowFrom = spare;
    }
    int best = 0;
    for (int j = 1; j <= n; j++) {
      if (above[j] < above[best]) {
        best = j;
      }
    }
    return new Alignment(Math.max(0, 1 - (double) above[best] / total), aboveFrom[best], best);
  }

  /** How much of the quotation's weight stands in the text at all, in any order: 0 to 1. */
  static double shared(Words quote, Words text) {
    Set<String> present = new HashSet<>(text.list());
    int total = 0;
    int found = 0;
    int[] weights = quote.weights();
    for (int i = 0; i < weights.length; i++) {
      total += weights[i];
      found += present.contains(quote.get(i)) ? weights[i] : 0;
    }
    return total == 0 ? 0 : (double) found / total;
  }

  private static int difference(String word, int weight, String other, int otherWeight) {
    if (word.equals(other)) {
      return 0;
    }
    return alike(word, other) ? Math.max(1, weight / 4) : Math.max(weight, otherWeight);
  }

  /** Forms of one word, by how they begin. */
  private static boolean alike(String word, String other) {
    int shorter = Math.min(word.length(), other.length());
    if (shorter < ALIKE || word.charAt(0) != other.charAt(0)) {
      return false;
    }
    int same = 1;
    while (same < shorter && word.charAt(same) == other.charAt(same)) {
      same++;
    }
    return same >= ALIKE
        && same * 10 >= Math.max(word.length(), other.length()) * 7
        && !Words.number(word)
        && !Words.number(other);
  }

  /** What a reader must know: a number or a negation in which the text differs. */
  @Nullable String differences(Words quote, Words text) {
    List<String> there = text.list().subList(from, to);
    String numbers = difference("numbers", Words::number, quote.list(), there);
    return numbers != null ? numbers : difference("negation", Words::negation, quote.list(), there);
  }

  private static @Nullable String difference(
      String what, Predicate<String> kind, List<String> quote, List<String> text) {
    List<String> ours = quote.stream().filter(kind).sorted().toList();
    List<String> theirs = text.stream().filter(kind).sorted().toList();
    if (ours.equals(theirs)) {
      return null;
    }
    return "differs in its %s: the quote has %s, the source %s"
        .formatted(what, list(ours), list(theirs));
  }

  private static String list(List<String> words) {
    return words.isEmpty() ? "none" : String.join(", ", words);
  }
}
