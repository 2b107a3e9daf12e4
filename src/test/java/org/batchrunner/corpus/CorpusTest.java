package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(temp.resolve("docs"));
  }

  @Test
  void readsTextMarkdownAndPdfWithTheirTitlesAndPages() throws IOException {
    write("refunds.md", "# Refund policy\n\nA refund is paid within 14 days of the return.\n");
    write("plain.txt", "Opening hours\n\nThe shop opens at nine and closes at six.\n");
    Pdfs.write(
        folder.resolve("manual.pdf"),
        "Pump manual",
        List.of(
            List.of("Safety", "Unplug the pump before you open it."),
            List.of("Cleaning", "Rinse the filter with cold water every week.")));
    try (Corpus corpus = open()) {
      assertThat(corpus.documents()).containsExactly("manual.pdf", "plain.txt", "refunds.md");
      assertThat(corpus.pages()).isEqualTo(2);
      Passage best = corpus.passages("How often is the filter rinsed?", 3, 1000).get(0);
      assertThat(best.title()).isEqualTo("Pump manual");
      assertThat(best.document()).isEqualTo("manual.pdf");
      assertThat(best.page()).isEqualTo(1);
      assertThat(best.text()).contains("Rinse the filter");
      Passage refund = corpus.passages("refunds paid", 3, 1000).get(0);
      assertThat(refund.title()).isEqualTo("Refund policy");
      assertThat(refund.page()).isNull();
      var citation = corpus.check(null, "manual.pdf", "Rinse the filter with cold water");
      assertThat(citation.page()).isEqualTo(2);
      assertThat(citation.title()).isEqualTo("Pump manual");
      assertThat(corpus.passages("opens at nine", 1, 1000).get(0).title())
          .isEqualTo("Opening hours");
    }
  }

  @Test
  void theHashIsOverTheDigestsOfTheFilesInTheOrderOfTheirPaths() throws Exception {
    write("b.txt", "second file here");
    write("a/z.txt", "nested file here");
    write("B.txt", "capital file here");
    MessageDigest all = MessageDigest.getInstance("SHA-256");
    for (String content : List.of("capital file here", "nested file here", "second file here")) {
      all.update(
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
    }
    String expected = HexFormat.of().formatHex(all.digest()).substring(0, 16);
    try (Corpus corpus = open()) {
      assertThat(corpus.documents()).containsExactly("B.txt", "a/z.txt", "b.txt");
      assertThat(corpus.hash()).isEqualTo(expected);
    }
  }

  @Test
  void everyBadFileIsNamedAtOnceWithWhatToDo() throws IOException {
    write("good.txt", "A perfectly good text.");
    Files.write(folder.resolve("latin.txt"), "one\ntwo caf\u00e9".getBytes("ISO-8859-1"));
    Files.write(folder.resolve("zeros.md"), new byte[] {'a', 0, 'b'});
    write("empty.txt", " \n ");
    Files.write(folder.resolve("broken.pdf"), "%PDF-1.4 nothing more".getBytes("US-ASCII"));
    Files.write(folder.resolve("cut.pdf"), cutPdf());
    Pdfs.encrypted(folder.resolve("locked.pdf"), "geheim");
    Pdfs.write(folder.resolve("scan.pdf"), "Scan", List.of(List.of(), List.of()));
    InvalidCorpusException bad = catchThrowableOfType(InvalidCorpusException.class, this::open);
    assertThat(bad.problems())
        .satisfiesExactly(
            p -> assertThat(p).startsWith("broken.pdf is not a valid PDF"),
            p -> assertThat(p).startsWith("cut.pdf is not a valid PDF"),
            p -> assertThat(p).isEqualTo("empty.txt is empty; put a text into it or remove it"),
            p ->
                assertThat(p)
                    .isEqualTo("latin.txt is not valid UTF-8 (line 2, byte 12); save it as UTF-8"),
            p -> assertThat(p).isEqualTo("locked.pdf is encrypted; save it without a password"),
            p ->
                assertThat(p)
                    .isEqualTo(
                        "scan.pdf has no text on its 2 pages: it is a scan; run text recognition"
                            + " (OCR) over it first"),
            p ->
                assertThat(p)
                    .startsWith("zeros.md is not a text file: it has a NUL character in line 1"));
    assertThat(temp.resolve("cache")).isEmptyDirectory();
  }

  private byte[] cutPdf() throws IOException {
    Path whole = Pdfs.write(temp.resolve("whole.pdf"), "", List.of(List.of("Some text here")));
    byte[] bytes = Files.readAllBytes(whole);
    return Arrays.copyOf(bytes, 40);
  }

  @Test
  void filesOfOtherTypesAndMissingOnesAreRefused() throws IOException {
    write("slides.pptx", "zip");
    write("good.txt", "A perfectly good text.");
    assertThatThrownBy(this::open)
        .isInstanceOf(InvalidCorpusException.class)
        .hasMessageContaining(
            "slides.pptx is not of a type that can be read; use .txt, .md or .pdf");
    assertThatThrownBy(() -> open(temp.resolve("nowhere")))
        .isInstanceOf(InvalidCorpusException.class)
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> open(Files.createDirectory(temp.resolve("empty"))))
        .isInstanceOf(InvalidCorpusException.class)
        .hasMessageContaining("holds no .txt, .md or .pdf file");
  }

  @Test
  void hiddenFilesAndLinksOutOfTheFolderAreLeftAlone() throws IOException {
    write("good.txt", "A perfectly good text.");
    write(".hidden.docx", "x");
    write(".git/config", "x");
    Path outside = Files.writeString(temp.resolve("outside.txt"), "not yours to read");
    Files.createSymbolicLink(folder.resolve("link.txt"), outside);
    Files.createSymbolicLink(folder.resolve("up"), temp);
    write("real/inside.txt", "linked within the folder");
    Files.createSymbolicLink(folder.resolve("inside.txt"), folder.resolve("real/inside.txt"));
    try (Corpus corpus = open()) {
      assertThat(corpus.documents()).containsExactly("good.txt", "real/inside.txt");
    }
  }

  @Test
  void severalFoldersKeepTheirNamesSoThatTwinsCanBeToldApart() throws IOException {
    Path other = Files.createDirectories(temp.resolve("other"));
    Files.writeString(other.resolve("readme.md"), "The other readme speaks of apples.");
    write("readme.md", "This readme speaks of pears.");
    try (Corpus corpus = open(folder, other, other.resolve("readme.md"))) {
      assertThat(corpus.documents()).containsExactly("docs/readme.md", "other/readme.md");
    }
  }

  @Test
  void utf16WithAMarkAndUtf8WithOneAreRead() throws IOException {
    Files.write(folder.resolve("wide.txt"), "\uFEFFWide letters are read".getBytes("UTF-16LE"));
    Files.write(
        folder.resolve("marked.txt"), "\uFEFFMarked letters are read too".getBytes("UTF-8"));
    try (Corpus corpus = open()) {
      assertThat(corpus.check(null, "wide.txt", "Wide letters are read").offset()).isZero();
      assertThat(corpus.check(null, "marked.txt", "Marked letters are read").offset()).isZero();
    }
  }

  @Test
  void pagesWithoutTextAreNotedAndCounted() throws IOException {
    Pdfs.write(
        folder.resolve("half.pdf"),
        "",
        List.of(List.of("Page one has words."), List.of(), List.of("Page three has words too.")));
    try (Corpus corpus = open()) {
      assertThat(corpus.notes())
          .containsExactly("half.pdf: 1 of 3 pages have no text (scanned?) and can't be cited");
      assertThat(corpus.check(null, "half.pdf", "Page three has words too.").page()).isEqualTo(3);
    }
  }

  @Test
  void passagesKeepToTheBudgetAndTheCount() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      text.append("Sentence number ").append(i).append(" speaks of turbines and their blades. ");
    }
    write("long.txt", text.toString());
    try (Corpus corpus = open()) {
      assertThat(corpus.passages("turbine blades", 5, 100_000)).hasSize(5);
      List<Passage> few = corpus.passages("turbine blades", 50, 600);
      assertThat(few).isNotEmpty();
      assertThat(few.stream().mapToInt(TokenEstimate::of).sum()).isLessThanOrEqualTo(600);
      assertThat(corpus.passages("turbine blades", 5, 10)).isEmpty();
      assertThat(corpus.passages("turbine blades", 5, 5000))
          .isEqualTo(corpus.passages("turbine blades", 5, 5000));
      assertThat(corpus.whole(100)).isEmpty();
      assertThat(corpus.whole(100_000).orElseThrow().get(0).text()).isEqualTo(text.toString());
    }
  }

  @Test
  void copiesOfADocumentDoNotCrowdOutOthers() throws IOException {
    for (int i = 0; i < 5; i++) {
      write("copy" + i + ".txt", "The turbine has nine blades of steel.");
    }
    write("other.txt", "A turbine hall is loud.");
    try (Corpus corpus = open()) {
      assertThat(corpus.passages("turbine", 2, 1000))
          .extracting(Passage::document)
          .containsExactlyInAnyOrder("copy0.txt", "other.txt");
    }
  }

  @Test
  void noQueryIsTooHostile() throws IOException {
    write("a.txt", "The turbine has nine blades. 发动机有九个叶片。 ブレードは九枚です。");
    List<String> hostile = new ArrayList<>();
    Collections.addAll(
        hostile,
        "",
        " ",
        "\0",
        "AND OR NOT",
        "title:[* TO *]",
        "((((",
        "\"",
        "*:*",
        "a~9999 b^",
        "\\",
        "🙂🙂🙂",
        "\uD800",
        "x".repeat(100_000),
        "turbine ".repeat(20_000),
        "e\u0301".repeat(50_000),
        "\u0301".repeat(50_000),
        "叶片".repeat(50_000),
        "-".repeat(99_999));
    try (Corpus corpus = open()) {
      for (String query : hostile) {
        assertThat(corpus.passages(query, 6, 1000)).hasSizeLessThanOrEqualTo(1);
        assertThat(corpus.check(query, query, query).quote()).isEqualTo(query);
      }
      assertThat(corpus.passages("turbine", 0, 1000)).isEmpty();
      assertThat(corpus.passages("turbine", Integer.MAX_VALUE, Integer.MAX_VALUE)).hasSize(1);
      assertThat(corpus.passages("发动机叶片", 6, 1000)).hasSize(1);
      assertThat(corpus.passages("ブレード", 6, 1000)).hasSize(1);
    }
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Corpus open(Path... roots) {
    List<Path> paths = roots.length == 0 ? List.of(folder) : List.of(roots);
    return Corpus.open(paths, temp.resolve("cache"), Clock.systemUTC());
  }
}
