package org.batchrunner.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The words of a folded text, each with what it weighs: numbers and negations most, since a text
 * that differs in one says something else; small words least.
 */
final class WeightedWords {

  /** What an ordinary word weighs. */
  static final int WEIGHT = 10;

  private static final int SMALL = 5;
  private static final int GRAVE = 30;

  /** Less than any other word. */
  private static final int SLIGHT = 4;

  private static final Set<String> NEGATIONS =
      Set.of(
          "not",
          "no",
          "never",
          "none",
          "nor",
          "neither",
          "without",
          "cannot",
          "nobody",
          "nothing",
          "nowhere",
          "unless",
          "except",
          "hardly",
          "barely",
          "scarcely",
          "rarely",
          "seldom",
          "false",
          "untrue",
          "nicht",
          "kein",
          "keine",
          "keinen",
          "keiner",
          "keinem",
          "nie",
          "niemals",
          "ohne",
          "ne",
          "pas",
          "jamais",
          "sans",
          "aucun",
          "aucune",
          "nunca",
          "sin",
          "jamás",
          "tampoco",
          "não",
          "sem",
          "non",
          "mai",
          "senza",
          "niet",
          "geen",
          "nooit",
          "zonder",
          "не",
          "нет",
          "ни",
          "без",
          "никогда",
          "不",
          "没",
          "無",
          "无",
          "未",
          "非");

  private static final Set<String> NUMBERS =
      Set.of(
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen",
          "twenty",
          "thirty",
          "forty",
          "fifty",
          "sixty",
          "seventy",
          "eighty",
          "ninety",
          "hundred",
          "thousand",
          "million",
          "billion",
          "half",
          "double",
          "twice");

  private static final Set<String> SMALL_WORDS =
      Set.of(
          "a", "an", "the", "of", "in", "on", "at", "to", "for", "by", "and", "or", "is", "are",
          "was", "were", "be", "been", "being", "has", "have", "had", "will", "would", "shall",
          "do", "does", "did", "it", "its", "he", "she", "his", "her", "they", "their", "them",
          "we", "our", "us", "you", "your", "that", "this", "these", "those", "which", "who",
          "there", "with", "as", "from", "into", "so", "but", "if", "than", "then", "der", "die",
          "das", "und", "le", "la", "les", "de", "et", "el", "los", "y");

  private final List<String> words = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();
  private final List<Integer> weights = new ArrayList<>();
  private final String text;
  private final int most;

  private WeightedWords(String text, int most) {
    this.text = text;
    this.most = most;
  }

  /**
   * @param most words are enough
   */
  static WeightedWords of(String folded, int most) {
    WeightedWords words = new WeightedWords(folded, most);
    words.split();
    return words;
  }

  private void split() {
    int i = 0;
    while (i < text.length() && words.size() < most) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (Character.isLetterOrDigit(c)) {
        if (!Chars.unspaced(c)) {
          next = wordEnd(next);
        }
        add(i, next);
      } else if (telling(c)) {
        add(i, next);
      }
      i = next;
    }
  }

  private int wordEnd(int from) {
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      boolean inside =
          (Character.isLetterOrDigit(c) && !Chars.unspaced(c))
              || Chars.mark(c)
              || c == '\''
              || (".,:/-^".indexOf(c) >= 0 && digit(i - 1) && digit(i + 1));
      if (!inside) {
        break;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  private boolean digit(int i) {
    return i >= 0 && i < text.length() && Character.isDigit(text.charAt(i));
  }

  /** Signs that change what a number says. */
  private static boolean telling(int c) {
    return "%°<>=±+".indexOf(c) >= 0 || Character.getType(c) == Character.CURRENCY_SYMBOL;
  }

  private void add(int start, int end) {
    String word = text.substring(start, end);
    words.add(word);
    starts.add(start);
    weights.add(weight(word));
  }

  int size() {
    return words.size();
  }

  String get(int i) {
    return words.get(i);
  }

  /** The index of a word's first character in the folded text. */
  int start(int i) {
    return starts.get(i);
  }

  /** What each word weighs. */
  int[] weights() {
    return weights.stream().mapToInt(Integer::intValue).toArray();
  }

  /** What each word weighs where it is only to be found which words belong together. */
  int[] places() {
    return words.stream().mapToInt(WeightedWords::place).toArray();
  }

  private static int place(String word) {
    return negation(word) ? SLIGHT : Math.min(WEIGHT, weight(word));
  }

  List<String> list() {
    return words;
  }

  private static int weight(String word) {
    if (number(word) || negation(word)) {
      return GRAVE;
    }
    return SMALL_WORDS.contains(word) ? SMALL : WEIGHT;
  }

  /** Also what has a digit in it, such as the name of a model. */
  static boolean number(String word) {
    return word.codePoints().anyMatch(Character::isDigit) || NUMBERS.contains(word);
  }

  static boolean negation(String word) {
    return NEGATIONS.contains(word) || word.endsWith("n't");
  }
}
