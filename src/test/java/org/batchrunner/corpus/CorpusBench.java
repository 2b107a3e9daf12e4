package org.batchrunner.corpus;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.batchrunner.task.Citation.Verdict;

/** Measures a large corpus in a process of its own; prints a row of the table. */
final class CorpusBench {

  private static final int QUESTIONS = 200;
  private static final int CHECKS = 200;

  private final List<String> cells = new ArrayList<>();
  private final BenchWords words = new BenchWords(8);

  private CorpusBench() {}

  /**
   * @param arguments the corpus's folder, the cache's, and what the heap is called
   */
  public static void main(String[] arguments) {
    new CorpusBench().run(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2]);
  }

  private void run(Path folder, Path cache, String heap) {
    cells.add(heap);
    Clock clock = Clock.systemUTC();
    double before = cpu();
    Corpus.open(List.of(folder), cache, clock).close();
    say("%.0f s", cpu() - before);
    say("%d MB", peak());
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    before = cpu();
    try (Corpus corpus = Corpus.open(List.of(folder), cache, clock)) {
      say("%.1f s", cpu() - before);
      require(corpus.fromCache(), "the second open reads the cache");
      retrieve(corpus);
      verify(corpus);
      say("%d MB", peak());
      System.out.printf("pages %d passages %d%n", corpus.pages(), corpus.passages());
    }
    System.out.println("| " + String.join(" | ", cells) + " |");
  }

  /** Rounds before the last warm up. */
  private void retrieve(Corpus corpus) {
    double spent = 0;
    for (int round = 0; round < 2; round++) {
      double before = cpu();
      for (int i = 0; i < QUESTIONS; i++) {
        require(!corpus.passages(words.sentence(), 6, 3000).isEmpty(), "a passage is found");
      }
      spent = cpu() - before;
    }
    say("%.1f ms", 1000 * spent / QUESTIONS);
  }

  private void verify(Corpus corpus) {
    Random random = new Random(9);
    List<Passage> passages = new ArrayList<>();
    for (String document : corpus.documents()) {
      passages.addAll(corpus.passages(document.replace(".pdf", ""), 2, 4000));
    }
    for (String kind : List.of("warm up", "true", "altered", "invented")) {
      double before = cpu();
      for (int i = 0; i < CHECKS; i++) {
        Passage passage = passages.get(random.nextInt(passages.size()));
        String quote = passage.text().substring(0, 120);
        quote = quote.substring(0, quote.lastIndexOf(' '));
        if (kind.equals("altered")) {
          quote = quote.replaceFirst(" \\w+ ", " xylophone ");
        } else if (kind.equals("invented")) {
          quote = new StringBuilder(quote).reverse().toString();
        }
        Verdict verdict = corpus.check(null, passage.document(), quote).verdict();
        boolean faithful = kind.equals("warm up") || kind.equals("true");
        require(faithful == (verdict == Verdict.VERIFIED), kind + ": " + quote);
      }
      if (!kind.equals("warm up")) {
        say("%.1f ms", 1000 * (cpu() - before) / CHECKS);
      }
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("not so: " + what);
    }
  }

  /** Seconds of processor time, so that others on the machine don't count. */
  private static double cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        >> 20;
  }

  private void say(String format, Object value) {
    cells.add(String.format(Locale.ROOT, format, value));
  }
}
