package org.batchrunner.corpus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The part of a text that is most similar to a quotation, word by word.
 *
 * @param score 1 for the same words; 0 for none of them
 * @param from the first word of the text that belongs to it
 * @param to after the last
 */
record Alignment(double score, int from, int to) {

  static final Alignment NONE = new Alignment(0, 0, 0);

  private static final int ALIKE = 4;
  private static final int SHOWN = 6;

  /**
   * Finds the stretch of the text that comes nearest by its words, then weighs how it differs: the
   * least weight of words to change, take away and put in, over the weight of the quotation. To
   * find it, negations count next to nothing, or the stretch would end before one that the
   * quotation leaves out.
   */
  static Alignment of(WeightedWords quote, WeightedWords text) {
    int[] weights = quote.weights();
    int total = Arrays.stream(weights).sum();
    if (text.size() == 0 || total == 0) {
      return NONE;
    }
    Best stretch = best(quote.list(), quote.places(), text.list(), text.places(), true);
    List<String> there = text.list().subList(stretch.from(), stretch.to());
    int[] thereWeights = Arrays.copyOfRange(text.weights(), stretch.from(), stretch.to());
    int cost = best(quote.list(), weights, there, thereWeights, false).cost();
    return new Alignment(Math.max(0, 1 - (double) cost / total), stretch.from(), stretch.to());
  }

  private record Best(int cost, int from, int to) {}

  /**
   * @param free whether the text may begin and end anywhere
   */
  private static Best best(
      List<String> quote, int[] weights, List<String> text, int[] inserted, boolean free) {
    int n = text.size();
    int[] above = new int[n + 1];
    int[] aboveFrom = new int[n + 1];
    int[] row = new int[n + 1];
    int[] rowFrom = new int[n + 1];
    for (int j = 1; j <= n; j++) {
      above[j] = free ? 0 : above[j - 1] + inserted[j - 1];
      aboveFrom[j] = free ? j : 0;
    }
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
    int best = free ? 0 : n;
    for (int j = 1; free && j <= n; j++) {
      if (above[j] < above[best]) {
        best = j;
      }
    }
    return new Best(above[best], aboveFrom[best], best);
  }

  /**
   * Returns how much of the weight of the quotation's words is in the text in any order, from 0 to
   * 1.
   */
  static double shared(WeightedWords quote, WeightedWords text) {
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
        && !WeightedWords.number(word)
        && !WeightedWords.number(other);
  }

  /** What a reader must know: in which numbers and negations the text differs, else which words. */
  @Nullable String differences(WeightedWords quote, WeightedWords text) {
    List<String> ours = new ArrayList<>(quote.list());
    List<String> theirs = new ArrayList<>(text.list().subList(from, to));
    quote.list().stream().filter(theirs::remove).forEach(ours::remove);
    List<String> notes = new ArrayList<>();
    note(notes, "numbers", WeightedWords::number, ours, theirs);
    note(notes, "negation", WeightedWords::negation, ours, theirs);
    if (notes.isEmpty()) {
      note(notes, "words", word -> true, ours, theirs);
    }
    return notes.isEmpty() ? null : String.join("; ", notes);
  }

  private static void note(
      List<String> notes,
      String what,
      Predicate<String> kind,
      List<String> ours,
      List<String> theirs) {
    List<String> quote = ours.stream().filter(kind).toList();
    List<String> text = theirs.stream().filter(kind).toList();
    if (!quote.isEmpty() || !text.isEmpty()) {
      notes.add(
          "differs in its %s: the quote has %s, the source %s"
              .formatted(what, list(quote), list(text)));
    }
  }

  private static String list(List<String> words) {
    String shown = String.join(", ", words.subList(0, Math.min(SHOWN, words.size())));
    return words.isEmpty() ? "none" : words.size() > SHOWN ? shown + " …" : shown;
  }
}
