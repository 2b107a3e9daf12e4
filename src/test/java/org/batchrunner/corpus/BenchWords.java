package org.batchrunner.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up sentences: as in a language, some words are frequent and most are rare. */
final class BenchWords {

  private static final int VOCABULARY = 20_000;
  private static final int LINES = 45;

  private final List<String> vocabulary = new ArrayList<>();
  private final Random random;

  BenchWords(long seed) {
    Random letters = new Random(6);
    for (int i = 0; i < VOCABULARY; i++) {
      StringBuilder word = new StringBuilder();
      for (int syllables = 1 + letters.nextInt(3); syllables >= 0; syllables--) {
        word.append("bcdfghlmnprstvw".charAt(letters.nextInt(15)));
        word.append("aeiou".charAt(letters.nextInt(5)));
      }
      vocabulary.add(word.toString());
    }
    random = new Random(seed);
  }

  List<String> page() {
    List<String> lines = new ArrayList<>();
    for (int line = 0; line < LINES; line++) {
      lines.add(sentence() + (line % 3 == 0 ? "." : ""));
    }
    return lines;
  }

  String sentence() {
    StringBuilder line = new StringBuilder();
    for (int word = 0; word < 11; word++) {
      double rank = Math.pow(random.nextDouble(), 3);
      line.append(word == 0 ? "" : " ").append(vocabulary.get((int) (rank * VOCABULARY)));
    }
    return line.toString();
  }
}
