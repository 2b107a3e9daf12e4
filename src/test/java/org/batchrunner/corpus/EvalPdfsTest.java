package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Citation.Verdict;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./mvnw -Dtest=EvalPdfsTest -Deval.pdfs=write test} makes the PDF files anew. */
class EvalPdfsTest {

  private static final Path SOURCES = Path.of("eval/pdf");
  private static final Path CORPUS = Path.of("eval/corpus");

  @TempDir Path temp;

  @BeforeAll
  static void write() throws IOException {
    if ("write".equals(System.getProperty("eval.pdfs"))) {
      EvalPdfs.write(SOURCES, CORPUS);
    }
  }

  @Test
  void everySentenceOfTheSourcesIsFoundInThePdfsOnItsPage() throws IOException {
    try (Corpus corpus = Corpus.open(List.of(CORPUS), temp, Clock.systemUTC())) {
      int sentences = 0;
      for (Path source : EvalPdfs.sources(SOURCES)) {
        String document = CORPUS.relativize(EvalPdfs.target(source, CORPUS)).toString();
        int page = 1;
        for (String paragraph : Files.readAllLines(source).subList(1, lines(source))) {
          if (paragraph.equals("--- page")) {
            page++;
            continue;
          }
          for (String sentence : paragraph.split("(?<=\\.) ")) {
            if (sentence.startsWith("#") || Quotation.of(sentence).tooShort()) {
              continue;
            }
            Citation citation = corpus.check(null, document, sentence);
            assertThat(citation.verdict()).as(sentence).isEqualTo(Verdict.VERIFIED);
            assertThat(citation.document()).isEqualTo(document);
            assertThat(citation.page()).isEqualTo(page);
            sentences++;
          }
        }
      }
      assertThat(sentences).isGreaterThan(120);
    }
  }

  @Test
  void theLinesOfThePdfsAreHyphenatedAsInBooks() throws IOException {
    try (Corpus corpus = Corpus.open(List.of(CORPUS), temp, Clock.systemUTC())) {
      String text =
          corpus.passages("pump impeller blocked basket", 6, 10_000).stream()
              .map(Passage::text)
              .reduce("", String::concat);
      assertThat(text).containsPattern("[a-z]-\n[a-z]");
    }
  }

  private static int lines(Path source) throws IOException {
    return Files.readAllLines(source).size();
  }
}
