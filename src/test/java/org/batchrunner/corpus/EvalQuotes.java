package org.batchrunner.corpus;

import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes quotations of a document: true ones as models bring them, and altered ones. */
final class EvalQuotes {

  /** What is done to a sentence, and whether it is still a faithful quotation. */
  enum Kind {
    VERBATIM(true, "word for word"),
    PART(true, "a part of a sentence"),
    SPREAD(true, "over a sentence's end"),
    TYPOGRAPHY(true, "other quotation marks, dashes, ligatures, accents"),
    SPACING(true, "other white space, line breaks and hyphenation"),
    CASE(true, "other case and final punctuation"),
    PLAIN(true, "without the markup of Markdown"),
    GAP(true, "with an ellipsis"),
    NUMBER(false, "a number changed"),
    NAME(false, "a name changed"),
    NEGATION(false, "a negation put in or taken out"),
    SWAP(false, "two words swapped"),
    WORD(false, "a word replaced"),
    DROP(false, "a word left out"),
    JOIN(false, "halves of two sentences joined");

    final boolean faithful;
    final String says;

    Kind(boolean faithful, String says) {
      this.faithful = faithful;
      this.says = says;
    }
  }

  private static final Set<String> AUXILIARIES =
      Set.of("is", "are", "was", "were", "may", "must", "can", "will", "has", "have", "should");
  private static final List<String> NAMES =
      List.of("Henderson", "Oakham", "Weston", "Fairfax", "Lisbon", "Meridian", "Thornton");
  private static final List<String> OTHER_WORDS =
      List.of("window", "yellow", "quickly", "captain", "morning", "expensive", "garden", "sugar");

  private final Random random;
  private final List<String> sentences = new ArrayList<>();
  private final String text;

  EvalQuotes(String text, long seed) {
    this.random = new Random(seed);
    this.text = text;
    for (String paragraph : text.split("\\R\\s*\\R|\\R(?=[#|>*-])|\\R(?=\\d+\\. )")) {
      split(paragraph);
    }
  }

  private void split(String paragraph) {
    BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
    breaks.setText(paragraph);
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
      String sentence = paragraph.substring(start, end).strip();
      int words = sentence.split("\\s+").length;
      boolean quotable = words >= 8 && words <= 45 && !sentence.contains("|");
      if (quotable && !sentence.startsWith("#")) {
        sentences.add(sentence);
      }
    }
  }

  /** In an order of its own for each seed. */
  List<String> sentences(int most) {
    List<String> shuffled = new ArrayList<>(sentences);
    java.util.Collections.shuffle(shuffled, random);
    return shuffled.subList(0, Math.min(most, shuffled.size()));
  }

  /** Null if this can't be done to this sentence. */
  @Nullable String make(Kind kind, String sentence) {
    String flat = sentence.replaceAll("\\s+", " ");
    String made =
        switch (kind) {
          case VERBATIM -> flat;
          case PART -> part(flat);
          case SPREAD -> spread(sentence);
          case TYPOGRAPHY -> typography(flat);
          case SPACING -> spacing(flat);
          case CASE -> ending(flat.substring(0, 1).toUpperCase(Locale.ROOT) + flat.substring(1));
          case PLAIN -> flat.matches(".*[*_`].*") ? flat.replaceAll("[*_`]", "") : null;
          case GAP -> gap(flat);
          case NUMBER -> number(flat);
          case NAME -> name(flat);
          case NEGATION -> negation(flat);
          case SWAP -> swap(flat);
          case WORD -> word(flat);
          case DROP -> drop(flat);
          case JOIN -> join(flat);
        };
    if (made == null || kind.faithful) {
      return made;
    }
    // What is the same after folding, or stands there by chance, is not altered.
    String folded = Quotation.of(made).text();
    return Folding.fold(text).text().contains(folded) ? null : made;
  }

  private String part(String sentence) {
    String[] words = sentence.split(" ");
    int length = Math.max(7, words.length / 2);
    int from = random.nextInt(Math.max(1, words.length - length + 1));
    return join(words, from, Math.min(words.length, from + length));
  }

  private @Nullable String spread(String sentence) {
    int at = text.indexOf(sentence);
    int end = at + sentence.length();
    String after = text.substring(end, Math.min(text.length(), end + 120));
    String[] next = after.strip().split("\\s+");
    String[] words = sentence.split("\\s+");
    if (at < 0 || next.length < 8 || after.contains("#") || after.contains("|")) {
      return null;
    }
    return join(words, words.length / 2, words.length) + " " + join(next, 0, 5);
  }

  private static String typography(String sentence) {
    return Normalizer.normalize(
        "“"
            + sentence
                .replace("'", "’")
                .replace("“", "\"")
                .replace("”", "\"")
                .replace(" – ", " - ")
                .replace("fi", "\uFB01")
                .replace("fl", "\uFB02")
                .replace(". ", ".\u00A0")
            + "”",
        Normalizer.Form.NFD);
  }

  private String spacing(String sentence) {
    String[] words = sentence.split(" ");
    StringBuilder out = new StringBuilder();
    for (String word : words) {
      boolean hyphenate = word.matches("\\p{L}{8,}") && random.nextInt(3) == 0;
      out.append(hyphenate ? word.substring(0, 4) + "-\n" + word.substring(4) : word);
      out.append(random.nextInt(5) == 0 ? "\r\n   " : random.nextInt(9) == 0 ? "\u2009" : " ");
    }
    return out.toString();
  }

  private static String ending(String sentence) {
    return sentence.replaceAll("[.;:,!?]$", "") + "...";
  }

  private @Nullable String gap(String sentence) {
    String[] words = sentence.split(" ");
    if (words.length < 14) {
      return null;
    }
    int from = 5;
    int to = words.length - 6;
    for (int i = from; i < to; i++) {
      if (WeightedWords.negation(words[i].toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}']", ""))) {
        return null;
      }
    }
    String mark = random.nextBoolean() ? " … " : " [...] ";
    return join(words, 0, from) + mark + join(words, to, words.length);
  }

  private @Nullable String number(String sentence) {
    var digits = java.util.regex.Pattern.compile("\\d+").matcher(sentence);
    if (!digits.find() || digits.group().length() > 9) {
      return null;
    }
    long changed = Long.parseLong(digits.group()) + 1 + random.nextInt(4);
    return sentence.substring(0, digits.start()) + changed + sentence.substring(digits.end());
  }

  private @Nullable String name(String sentence) {
    String[] words = sentence.split(" ");
    for (int i = 1; i < words.length; i++) {
      if (words[i].matches("\\p{Lu}\\p{Ll}{3,}") && !words[i - 1].endsWith(".")) {
        words[i] = NAMES.get(random.nextInt(NAMES.size()));
        return String.join(" ", words);
      }
    }
    return null;
  }

  private static @Nullable String negation(String sentence) {
    if (sentence.contains(" not ")) {
      return sentence.replaceFirst(" not ", " ");
    }
    String[] words = sentence.split(" ");
    for (int i = 0; i < words.length - 1; i++) {
      if (AUXILIARIES.contains(words[i])) {
        words[i] += " not";
        return String.join(" ", words);
      }
    }
    return null;
  }

  private @Nullable String swap(String sentence) {
    String[] words = sentence.split(" ");
    int[] content = content(words);
    if (content.length < 4) {
      return null;
    }
    int a = content[random.nextInt(content.length / 2)];
    int b = content[content.length / 2 + random.nextInt(content.length / 2)];
    String kept = words[a];
    words[a] = words[b];
    words[b] = kept;
    return String.join(" ", words);
  }

  private @Nullable String word(String sentence) {
    String[] words = sentence.split(" ");
    int[] content = content(words);
    if (content.length == 0) {
      return null;
    }
    int at = content[random.nextInt(content.length)];
    words[at] = OTHER_WORDS.get(random.nextInt(OTHER_WORDS.size()));
    return String.join(" ", words);
  }

  private @Nullable String drop(String sentence) {
    List<String> words = new ArrayList<>(Arrays.asList(sentence.split(" ")));
    if (words.size() < 10) {
      return null;
    }
    words.remove(3 + random.nextInt(words.size() - 6));
    return String.join(" ", words);
  }

  private @Nullable String join(String sentence) {
    String other = sentences.get(random.nextInt(sentences.size())).replaceAll("\\s+", " ");
    if (other.equals(sentence)) {
      return null;
    }
    String[] first = sentence.split(" ");
    String[] second = other.split(" ");
    return join(first, 0, first.length / 2) + " " + join(second, second.length / 2, second.length);
  }

  private static int[] content(String[] words) {
    return java.util.stream.IntStream.range(0, words.length)
        .filter(i -> words[i].matches("\\p{Ll}{4,}"))
        .toArray();
  }

  private static String join(String[] words, int from, int to) {
    return String.join(" ", Arrays.copyOfRange(words, from, to));
  }
}
