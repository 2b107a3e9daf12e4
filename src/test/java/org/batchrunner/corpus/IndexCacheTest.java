package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.batchrunner.files.FileTree;
import org.batchrunner.task.Citation.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexCacheTest {

  private static final String QUOTE = "The turbine has nine blades of steel.";
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path temp;
  private Path folder;
  private Path cache;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(temp.resolve("docs"));
    cache = temp.resolve("cache");
    Files.writeString(folder.resolve("a.txt"), QUOTE);
    Files.writeString(folder.resolve("b.md"), "# Hall\n\nThe hall is loud and the doors are red.");
  }

  @Test
  void theSecondOpenReadsTheCacheAndNotTheFiles() {
    AtomicInteger written = new AtomicInteger();
    String hash;
    try (Corpus corpus = open(NOW, disk -> new Counting(disk, written, Integer.MAX_VALUE))) {
      assertThat(corpus.fromCache()).isFalse();
      hash = corpus.hash();
    }
    assertThat(written).hasPositiveValue();
    written.set(0);
    try (Corpus corpus = open(NOW, disk -> new Counting(disk, written, Integer.MAX_VALUE))) {
      assertThat(corpus.fromCache()).isTrue();
      assertThat(corpus.hash()).isEqualTo(hash);
      assertWorks(corpus);
    }
    assertThat(written).hasValue(0);
  }

  @Test
  void aChangedFileAndARenamedOneAreReadAnew() throws IOException {
    open(NOW).close();
    Files.writeString(folder.resolve("a.txt"), QUOTE + " It is oiled twice a year.");
    try (Corpus corpus = open(NOW)) {
      assertThat(corpus.fromCache()).isFalse();
      assertThat(corpus.check(null, "a.txt", "It is oiled twice a year").verdict())
          .isEqualTo(Verdict.VERIFIED);
    }
    Files.move(folder.resolve("a.txt"), folder.resolve("aa.txt"));
    try (Corpus corpus = open(NOW)) {
      assertThat(corpus.fromCache()).isFalse();
      assertThat(corpus.check(null, "aa.txt", QUOTE).document()).isEqualTo("aa.txt");
    }
  }

  @Test
  void aKillAtAnyWriteLeavesNothingThatIsTakenForACache() throws IOException {
    AtomicInteger all = new AtomicInteger();
    open(NOW, disk -> new Counting(disk, all, Integer.MAX_VALUE)).close();
    wipe();
    for (int most = 0; most < all.get(); most++) {
      int limit = most;
      AtomicInteger written = new AtomicInteger();
      assertThatThrownBy(() -> open(NOW, disk -> new Counting(disk, written, limit)))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("disk full");
      assertThat(cache).isEmptyDirectory();
    }
    try (Corpus corpus = open(NOW)) {
      assertWorks(corpus);
    }
  }

  @Test
  void whatAKillLeftIsIgnoredAndSweptADayLater() throws IOException {
    open(NOW).close();
    Path whole = entry();
    Path left = cache.resolve("." + whole.getFileName() + "-123");
    Files.createDirectories(left.resolve(".part/store"));
    Files.writeString(left.resolve(".part/store/texts"), "half");
    Files.setLastModifiedTime(left, java.nio.file.attribute.FileTime.from(NOW));
    Files.writeString(folder.resolve("c.txt"), "One more file of text.");
    open(NOW.plus(Duration.ofHours(20))).close();
    assertThat(left).exists();
    Files.writeString(folder.resolve("c.txt"), "One more file of other text.");
    open(NOW.plus(Duration.ofHours(30))).close();
    assertThat(left).doesNotExist();
    assertThat(whole).exists();
    Files.writeString(folder.resolve("c.txt"), "One more file of yet other text.");
    open(NOW.plus(Duration.ofDays(40))).close();
    assertThat(whole).doesNotExist();
  }

  @Test
  void aDamagedCacheIsMadeAnewWhicheverFileIsDamaged() throws IOException {
    open(NOW).close();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(entry())) {
      files = walk.filter(Files::isRegularFile).filter(file -> !lock(file)).toList();
    }
    assertThat(files).hasSizeGreaterThan(4);
    for (Path file : files) {
      for (Damage damage :
          List.<Damage>of(IndexCacheTest::flip, IndexCacheTest::cut, Files::delete)) {
        damage.to(file);
        try (Corpus corpus = open(NOW)) {
          assertThat(corpus.fromCache()).as("%s", file).isFalse();
          assertWorks(corpus);
        }
      }
    }
  }

  @Test
  void severalAtOnceAllGetAWorkingCorpus() throws Exception {
    int count = 4;
    CyclicBarrier start = new CyclicBarrier(count);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      Callable<Boolean> one =
          () -> {
            start.await();
            try (Corpus corpus = open(NOW)) {
              assertWorks(corpus);
              return true;
            }
          };
      List<Future<Boolean>> all =
          threads.invokeAll(IntStream.range(0, count).mapToObj(i -> one).toList());
      for (Future<Boolean> each : all) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    try (Stream<Path> entries = Files.list(cache)) {
      assertThat(entries).hasSize(1);
    }
  }

  @Test
  void aCorpusInUseSurvivesInterruptedThreads() {
    try (Corpus corpus = open(NOW)) {
      Thread.currentThread().interrupt();
      assertWorks(corpus);
      assertThat(Thread.interrupted()).isTrue();
      assertWorks(corpus);
    }
  }

  private static void assertWorks(Corpus corpus) {
    assertThat(corpus.check(null, "a.txt", QUOTE).verdict()).isEqualTo(Verdict.VERIFIED);
    assertThat(corpus.passages("loud hall", 1, 1000))
        .extracting(Passage::document)
        .containsExactly("b.md");
  }

  private interface Damage {
    void to(Path file) throws IOException;
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 0x20;
    Files.write(file, bytes);
  }

  private static void cut(Path file) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(opened.length() * 2 / 3);
    }
  }

  private static boolean lock(Path file) {
    return file.getFileName().toString().equals("write.lock");
  }

  private Path entry() throws IOException {
    try (Stream<Path> entries = Files.list(cache)) {
      return entries.findFirst().orElseThrow();
    }
  }

  private void wipe() throws IOException {
    FileTree.delete(cache);
  }

  private Corpus open(Instant now) {
    return open(now, disk -> disk);
  }

  private Corpus open(Instant now, java.util.function.UnaryOperator<Directory> disk) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    return Corpus.open(Sources.find(List.of(folder)), cache, clock, CorpusLimits.DEFAULTS, disk);
  }

  /** Counts the files that are written, and fails past a number of them. */
  private static final class Counting extends FilterDirectory {

    private final AtomicInteger written;
    private final int most;

    Counting(Directory in, AtomicInteger written, int most) {
      super(in);
      this.written = written;
      this.most = most;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      if (written.incrementAndGet() > most) {
        throw new IOException("disk full");
      }
      return super.createOutput(name, context);
    }
  }
}
