package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.batchrunner.task.Citation.Verdict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./mvnw -Pbench -Dtest=CorpusBenchTest test} prints time and memory for 10,000 pages. */
@Tag("bench")
class CorpusBenchTest {

  private static final int FILES = 100;
  private static final int PAGES = 100;
  private static final int LINES = 45;
  private static final int CHECKS = 2000;

  @TempDir Path temp;

  @Test
  void tenThousandPages() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("docs"));
    List<String> vocabulary = vocabulary();
    Random random = new Random(7);
    for (int file = 0; file < FILES; file++) {
      List<List<String>> pages = new ArrayList<>();
      for (int page = 0; page < PAGES; page++) {
        pages.add(page(vocabulary, random));
      }
      Pdfs.write(folder.resolve("volume-%03d.pdf".formatted(file)), "Volume " + file, pages);
    }
    System.gc();
    resetPeaks();
    long start = System.nanoTime();
    Corpus.open(List.of(folder), temp.resolve("cache"), Clock.systemUTC()).close();
    say("first open: %.1f s, heap at most %d MB", seconds(start), peak());
    resetPeaks();
    start = System.nanoTime();
    try (Corpus corpus = Corpus.open(List.of(folder), temp.resolve("cache"), Clock.systemUTC())) {
      say("second open: %.2f s, heap at most %d MB", seconds(start), peak());
      say("%d pages, %d passages", corpus.pages(), corpus.passages());
      assertThat(corpus.pages()).isEqualTo(FILES * PAGES);
      assertThat(corpus.fromCache()).isTrue();
      retrieve(corpus, vocabulary);
      verify(corpus);
    }
  }

  private static void retrieve(Corpus corpus, List<String> vocabulary) {
    Random random = new Random(8);
    for (int round = 0; round < 2; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 500; i++) {
        assertThat(corpus.passages(sentence(vocabulary, random), 6, 4000)).isNotEmpty();
      }
      say("retrieval: %.0f a second", 500 / seconds(start));
    }
  }

  private static void verify(Corpus corpus) {
    Random random = new Random(9);
    List<Passage> passages = new ArrayList<>();
    for (String document : corpus.documents()) {
      passages.addAll(corpus.passages(document.replace(".pdf", ""), 2, 4000));
    }
    for (String kind : List.of("true", "true", "wrong document", "altered", "invented")) {
      long start = System.nanoTime();
      int checks = kind.equals("true") ? CHECKS : CHECKS / 10;
      for (int i = 0; i < checks; i++) {
        Passage passage = passages.get(random.nextInt(passages.size()));
        String quote = passage.text().substring(0, 120);
        quote = quote.substring(0, quote.lastIndexOf(' '));
        String document = kind.equals("wrong document") ? "volume-050.pdf" : passage.document();
        if (kind.equals("altered")) {
          quote = quote.replaceFirst(" \\w+ ", " xylophone ");
        } else if (kind.equals("invented")) {
          quote = new StringBuilder(quote).reverse().toString();
        }
        Verdict verdict = corpus.check(null, document, quote).verdict();
        boolean faithful = kind.equals("true") || kind.equals("wrong document");
        assertThat(verdict == Verdict.VERIFIED).as(quote).isEqualTo(faithful);
      }
      say("%s: %.0f checks a second", kind, checks / seconds(start));
    }
  }

  private static List<String> vocabulary() {
    Random random = new Random(6);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder word = new StringBuilder();
      for (int syllables = 1 + random.nextInt(3); syllables >= 0; syllables--) {
        word.append("bcdfghlmnprstvw".charAt(random.nextInt(15)));
        word.append("aeiou".charAt(random.nextInt(5)));
      }
      words.add(word.toString());
    }
    return words;
  }

  private static List<String> page(List<String> vocabulary, Random random) {
    List<String> lines = new ArrayList<>();
    for (int line = 0; line < LINES; line++) {
      lines.add(sentence(vocabulary, random) + (line % 3 == 0 ? "." : ""));
    }
    return lines;
  }

  private static String sentence(List<String> vocabulary, Random random) {
    StringBuilder line = new StringBuilder();
    for (int word = 0; word < 11; word++) {
      // Some words are frequent and most are rare, as in a language.
      double rank = Math.pow(random.nextDouble(), 3);
      line.append(word == 0 ? "" : " ").append(vocabulary.get((int) (rank * vocabulary.size())));
    }
    return line.toString();
  }

  private static void resetPeaks() {
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        >> 20;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(java.util.Locale.ROOT, format, values));
  }
}
