package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code eval/run} prints what this measures. */
class EvaluationTest {

  private static final Path DOCUMENTATION = Path.of("docs/grounding.md");
  private static final String START = "<!-- figures -->\n";
  private static final String END = "<!-- end of figures -->";

  private static Evaluation evaluation;

  @BeforeAll
  static void evaluate(@TempDir Path temp) throws IOException {
    List<Path> documents = List.of(Evaluation.FOLDER.resolve("corpus"));
    try (Corpus corpus = Corpus.open(documents, temp, Clock.systemUTC())) {
      evaluation = Evaluation.run(corpus);
    }
    String what = System.getProperty("eval.figures", "");
    if (!what.isEmpty()) {
      print();
    }
    if (what.equals("write")) {
      write();
    }
  }

  private static void write() throws IOException {
    String text = Files.readString(DOCUMENTATION);
    int start = text.indexOf(START) + START.length();
    Files.writeString(
        DOCUMENTATION,
        text.substring(0, start) + evaluation.figures() + text.substring(text.indexOf(END)));
  }

  private static void print() {
    StringBuilder out = new StringBuilder("\n").append(evaluation.figures());
    evaluation.missed.forEach(question -> out.append("\nmissed: ").append(question));
    evaluation.made.forEach(
        (kind, tally) ->
            tally.surprises.forEach(
                quote -> out.append("\n").append(kind.says).append(": ").append(quote)));
    evaluation.invented.surprises.forEach(quote -> out.append("\ninvented: ").append(quote));
    System.out.println(out);
  }

  @Test
  void theFiguresInTheDocumentationAreThese() throws IOException {
    assertThat(Files.readString(DOCUMENTATION)).contains(START + evaluation.figures() + END);
  }

  @Test
  void theRightPassageIsAmongTheFirstSixForNineteenQuestionsOfTwenty() {
    assertThat(evaluation.ranks).hasSizeGreaterThanOrEqualTo(60);
    assertThat(evaluation.recalled(6)).isGreaterThanOrEqualTo(evaluation.ranks.size() * 95 / 100);
  }

  @Test
  void noAlteredAndNoInventedQuotationIsVerified() {
    assertThat(evaluation.quotes(false)).isGreaterThan(300);
    assertThat(evaluation.invented.all()).isGreaterThanOrEqualTo(60);
    assertThat(evaluation.falseAccepts()).isZero();
  }

  @Test
  void anotherNumberOrNegationNeverPassesUnnoticed() {
    assertThat(evaluation.grave).isGreaterThan(200);
    assertThat(evaluation.graveSaid).isEqualTo(evaluation.grave);
  }

  @Test
  void atMostOneTrueQuotationInTwoHundredIsRefused() {
    assertThat(evaluation.quotes(true)).isGreaterThan(300);
    assertThat(evaluation.falseRejects()).isLessThanOrEqualTo(evaluation.quotes(true) / 200);
  }
}
