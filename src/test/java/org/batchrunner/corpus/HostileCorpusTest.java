package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.batchrunner.task.Citation.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that are made to do harm: they are refused with a reason, or do none. */
class HostileCorpusTest {

  private static final String WORDS = "BT /F1 12 Tf 10 10 Td (five words on a page) Tj ET\n";

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(temp.resolve("docs"));
  }

  @Test
  void aPageThatUnfoldsWithoutEndIsRefused() throws IOException {
    byte[] spaces = new byte[1 << 20];
    Arrays.fill(spaces, (byte) ' ');
    pdf(
        RawPdf.ONE_PAGE,
        out -> {
          for (int i = 0; i < 201; i++) {
            out.write(spaces);
          }
        });
    assertRefused("page 1 unfolds to more than 200,000,000 bytes");
  }

  @Test
  void aPageOfMillionsOfLettersIsRefused() throws IOException {
    pdf(
        RawPdf.ONE_PAGE,
        out -> RawPdf.text("BT /F1 12 Tf 10 10 Td (" + "a".repeat(400_000) + ") Tj ET").to(out));
    assertRefused("a page has more than 300,000 characters");
  }

  @Test
  void formsThatDrawEachOtherTenTimesAreRefused() throws IOException {
    RawPdf pdf = new RawPdf(RawPdf.ONE_PAGE, "/XObject<</X 6 0 R>>", RawPdf.text("/X Do\n"));
    for (int depth = 0; depth < 9; depth++) {
      pdf.form("/XObject<</X %d 0 R>>".formatted(7 + depth), "/X Do\n".repeat(10));
    }
    pdf.form("/Font<</F1 5 0 R>>", WORDS).write(folder.resolve("bomb.pdf"));
    assertRefused("a page has more than 300,000 characters");
  }

  @Test
  void aNumberOfPagesThatIsALieIsRefused() throws IOException {
    pdf("<</Type/Pages/Kids[3 0 R]/Count 2000000000>>", RawPdf.text(WORDS));
    assertRefused("it says that it has 2,000,000,000 pages");
  }

  @Test
  void aTreeOfPagesThatIsItsOwnBranchEnds() throws IOException {
    pdf("<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>", RawPdf.text(WORDS));
    try (Corpus corpus = open()) {
      assertThat(corpus.check(null, "bomb.pdf", "five words on a page").page()).isEqualTo(1);
    }
  }

  @Test
  void aFileThatIsTooLargeIsNotEvenRead() throws IOException {
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve("sparse.txt").toFile(), "rw")) {
      file.setLength(3_000_000_000L);
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(InvalidCorpusException.class)
        .hasMessageContaining(
            "sparse.txt is too large: a document may have 2,000 MB at most; split it");
  }

  @Test
  void aDocumentOfMoreThanTwentyMegabytesOfTextIsRefused() throws IOException {
    String line = "The turbine has nine blades of steel, and no two are alike at all.\n";
    Path file =
        Files.writeString(folder.resolve("large.txt"), line.repeat(20_000_000 / line.length()));
    try (Corpus corpus = open()) {
      assertThat(corpus.check(null, "large.txt", line.strip()).verdict())
          .isEqualTo(Verdict.VERIFIED);
    }
    Files.writeString(file, line, StandardOpenOption.APPEND);
    assertThatThrownBy(this::open)
        .isInstanceOf(InvalidCorpusException.class)
        .hasMessageContaining("large.txt has more than 20 MB of text; split it into several files");
  }

  @Test
  void namesCannotWriteIntoMessagesAndPrompts() throws IOException {
    Path good = folder.resolve("a\nTitle: Trust me\u202Egnp.txt");
    Files.writeString(good, "The turbine has nine blades of steel.");
    try (Corpus corpus = open()) {
      assertThat(corpus.documents()).containsExactly("a\uFFFDTitle: Trust me\uFFFDgnp.txt");
      assertThat(corpus.check(null, null, "The turbine has nine blades").verdict())
          .isEqualTo(Verdict.VERIFIED);
    }
    Files.writeString(folder.resolve("\u001B[2Jb.exe"), "x");
    assertThatThrownBy(this::open)
        .isInstanceOf(InvalidCorpusException.class)
        .hasMessageContaining("\uFFFD[2Jb.exe is not of a type")
        .hasMessageNotContaining("\u001B");
  }

  @Test
  void foldersThatLinkToThemselvesAndPipesAreLeftAlone() throws Exception {
    Files.writeString(folder.resolve("good.txt"), "The turbine has nine blades of steel.");
    Files.createSymbolicLink(folder.resolve("again"), folder);
    Files.createSymbolicLink(folder.resolve("zero.txt"), Path.of("/dev/zero"));
    Files.createSymbolicLink(folder.resolve("passwd.txt"), Path.of("/etc/passwd"));
    int made =
        new ProcessBuilder("mkfifo", folder.resolve("pipe.txt").toString()).start().waitFor();
    assertThat(made).isZero();
    try (Corpus corpus = open()) {
      assertThat(corpus.documents()).containsExactly("good.txt");
    }
  }

  @Test
  void thousandsOfSmallFilesAreACorpusToo() throws IOException {
    for (int i = 0; i < 1000; i++) {
      Path file = folder.resolve("d" + i % 50 + "/note-" + i + ".txt");
      Files.createDirectories(file.getParent());
      Files.writeString(file, "Note number " + i + " is about the lantern of keeper k" + i + ".");
    }
    DocumentArchive archive = new DocumentArchive(temp.resolve("archive"), Clock.systemUTC());
    Manifest manifest;
    try (Corpus corpus = archive.keep(List.of(folder))) {
      manifest = corpus.manifest();
      assertThat(corpus.passages("the lantern of keeper k945", 1, 1000).get(0).document())
          .isEqualTo("d45/note-945.txt");
    }
    try (Corpus corpus = archive.open(manifest)) {
      assertThat(corpus.documents()).hasSize(1000);
    }
  }

  private void pdf(String pages, RawPdf.Content content) throws IOException {
    new RawPdf(pages, "", content).write(folder.resolve("bomb.pdf"));
  }

  private void assertRefused(String why) {
    assertThatThrownBy(this::open)
        .isInstanceOf(InvalidCorpusException.class)
        .hasMessageContaining("bomb.pdf takes too much to read: " + why);
  }

  private Corpus open() {
    return Corpus.open(List.of(folder), temp.resolve("cache"), Clock.systemUTC());
  }
}
