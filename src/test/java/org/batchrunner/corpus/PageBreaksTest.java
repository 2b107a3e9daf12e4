package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Citation.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageBreaksTest {

  private static final List<String> BODIES =
      List.of(
          "The harbour master keeps the keys of the lower gate and",
          "hands them to nobody but the keeper of the lamp. Visitors",
          "are not admitted to the upper gallery before the bell has",
          "been rung twice. Boats that come in after dusk show a green",
          "light at the mast. The mole is closed in storms of nine and more.");

  @TempDir Path temp;

  @Test
  void aQuotationOverAPagesEndIsVerifiedPastFootAndHead() throws IOException {
    try (Corpus corpus = book()) {
      Citation citation =
          corpus.check(
              null,
              "book.pdf",
              "keeps the keys of the lower gate and hands them to nobody but the keeper");
      assertThat(citation.verdict()).as(citation.toString()).isEqualTo(Verdict.VERIFIED);
      assertThat(citation.page()).isEqualTo(1);
      assertThat(citation.note()).isEqualTo("it runs over the end of page 1");
    }
  }

  @Test
  void nothingElseMayStandInBetween() throws IOException {
    try (Corpus corpus = book()) {
      for (String quote :
          List.of(
              "Visitors are admitted to the upper gallery before the bell has been rung",
              "keeps the keys of the lower gate and gives them to nobody but the keeper",
              "The harbour master keeps the keys of the lower gate and are not admitted",
              "Boats that come in after dusk show a green lamp at the mast")) {
        assertThat(corpus.check(null, "book.pdf", quote).verdict())
            .as(quote)
            .isNotEqualTo(Verdict.VERIFIED);
      }
    }
  }

  @Test
  void aHeadThatIsOnNoOtherPageCounts() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("single"));
    Pdfs.write(
        folder.resolve("book.pdf"),
        "",
        List.of(
            List.of("The keys of the lower gate are kept by"),
            List.of("Nobody in the harbour knows that", "the harbour master and his wife."),
            List.of("Another page with other words."),
            List.of("And one more of them at the end.")));
    try (Corpus corpus = Corpus.open(List.of(folder), temp.resolve("c"), Clock.systemUTC())) {
      String quote = "The keys of the lower gate are kept by the harbour master and his wife";
      assertThat(corpus.check(null, "book.pdf", quote).verdict()).isNotEqualTo(Verdict.VERIFIED);
    }
  }

  private Corpus book() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("docs"));
    List<List<String>> pages = new ArrayList<>();
    for (String body : BODIES) {
      int number = pages.size() + 1;
      pages.add(
          List.of("Harbour rules, part " + number, body, "Port of Alderwick  " + number + " of 5"));
    }
    Pdfs.write(folder.resolve("book.pdf"), "Harbour rules", pages);
    return Corpus.open(List.of(folder), temp.resolve("cache"), Clock.systemUTC());
  }
}
