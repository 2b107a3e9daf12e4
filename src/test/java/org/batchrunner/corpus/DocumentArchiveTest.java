package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.batchrunner.common.Json;
import org.batchrunner.files.FileTree;
import org.batchrunner.task.Citation.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentArchiveTest {

  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final String QUOTE = "The turbine has nine blades of steel.";

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(temp.resolve("docs"));
    Files.writeString(folder.resolve("a.txt"), QUOTE);
    Files.writeString(folder.resolve("b.md"), "# Hall\n\nThe hall is loud and its doors are red.");
  }

  @Test
  void whatWasKeptIsOpenedWithoutTheOriginals() throws IOException {
    Manifest manifest = keep();
    delete(folder);
    try (Corpus corpus = archive(NOW).open(manifest)) {
      assertThat(corpus.fromCache()).isTrue();
      assertThat(corpus.manifest()).isEqualTo(manifest);
      assertThat(corpus.check(null, "a.txt", QUOTE).verdict()).isEqualTo(Verdict.VERIFIED);
    }
    delete(temp.resolve("data/index"));
    try (Corpus corpus = archive(NOW).open(manifest)) {
      assertThat(corpus.fromCache()).isFalse();
      assertThat(corpus.check(null, "a.txt", QUOTE).verdict()).isEqualTo(Verdict.VERIFIED);
    }
  }

  @Test
  void editsOfTheOriginalsInPlaceDoNotReachWhatWasKept() throws IOException {
    Manifest manifest = keep();
    Files.writeString(folder.resolve("a.txt"), QUOTE.replace("nine", "five"));
    try (Corpus corpus = archive(NOW).open(manifest)) {
      assertThat(corpus.hash()).isEqualTo(manifest.corpusHash());
      assertThat(corpus.check(null, "a.txt", QUOTE).verdict()).isEqualTo(Verdict.VERIFIED);
    }
    Manifest edited = keep();
    assertThat(edited.corpusHash()).isNotEqualTo(manifest.corpusHash());
    assertThat(copies()).as("the document that did not change is there once").hasSize(3);
  }

  @Test
  void theManifestIsReadBackFromItsJson() {
    Manifest manifest = keep();
    Manifest read = Json.read(Json.write(manifest), Manifest.class);
    assertThat(read).isEqualTo(manifest);
    assertThat(read.id()).isEqualTo(manifest.id());
  }

  @Test
  void theSameContentsUnderOtherNamesAreAnotherCorpus() throws IOException {
    Manifest before = keep();
    Files.move(folder.resolve("a.txt"), folder.resolve("aa.txt"));
    Manifest after = keep();
    assertThat(after.corpusHash()).isEqualTo(before.corpusHash());
    assertThat(after.id()).isNotEqualTo(before.id());
    try (Corpus corpus = archive(NOW).open(after)) {
      assertThat(corpus.check(null, "aa.txt", QUOTE).document()).isEqualTo("aa.txt");
    }
    assertThat(copies()).hasSize(2);
  }

  @Test
  void aDamagedOrMissingCopyIsNamedAndMendedByTheOriginal() throws IOException {
    Manifest manifest = keep();
    Path copy = temp.resolve("data/documents").resolve(manifest.documents().get(0).sha256());
    Files.writeString(copy, QUOTE.replace("nine", "five"));
    assertThatThrownBy(() -> archive(NOW).open(manifest))
        .isInstanceOf(InvalidCorpusException.class)
        .hasMessageContaining("a.txt is missing or damaged in " + copy);
    Files.delete(copy);
    assertThatThrownBy(() -> archive(NOW).open(manifest))
        .isInstanceOf(InvalidCorpusException.class);
    assertThat(keep()).isEqualTo(manifest);
    archive(NOW).open(manifest).close();
  }

  @Test
  void nothingIsKeptOfACorpusThatIsRefused() throws IOException {
    Files.write(folder.resolve("bad.txt"), new byte[] {'a', 0});
    assertThatThrownBy(this::keep)
        .isInstanceOf(InvalidCorpusException.class)
        .hasMessageContaining("bad.txt");
    assertThat(temp.resolve("data/documents")).doesNotExist();
  }

  @Test
  void sweepingLeavesWhatIsUsedAndWhatIsNew() throws IOException {
    Manifest first = keep();
    Files.writeString(folder.resolve("a.txt"), "Another text of several words.");
    Manifest second = keep();
    assertThat(archive(NOW).sweep(List.of(second))).as("of today").isZero();
    Instant later = NOW.plus(Duration.ofDays(2));
    assertThat(archive(later).sweep(List.of(first, second))).isZero();
    assertThat(archive(later).sweep(List.of(second))).isEqualTo(1);
    archive(later).open(second).close();
    assertThatThrownBy(() -> archive(later).open(first)).isInstanceOf(InvalidCorpusException.class);
    assertThat(archive(later).sweep(List.of())).isEqualTo(2);
  }

  private Manifest keep() {
    try (Corpus corpus = archive(NOW).keep(List.of(folder))) {
      return corpus.manifest();
    }
  }

  private DocumentArchive archive(Instant now) {
    return new DocumentArchive(temp.resolve("data"), Clock.fixed(now, ZoneOffset.UTC));
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("data/documents"))) {
      return files.toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    FileTree.delete(folder);
  }
}
