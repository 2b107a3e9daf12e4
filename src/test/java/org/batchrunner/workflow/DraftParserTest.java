package org.batchrunner.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.workflow.Drafts.ANTHROPIC;
import static org.batchrunner.workflow.Drafts.OPENAI;
import static org.batchrunner.workflow.Drafts.THREE;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.batchrunner.common.Json;
import org.batchrunner.task.Citation.Verdict;
import org.batchrunner.task.Draft;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Prompt;
import org.batchrunner.task.Reply.Finish;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DraftParserTest {

  private static final Prompt STRUCTURED =
      DraftPrompt.of(Task.of(1, "What is 2+2?"), THREE, OPENAI, "What is 2+2?", null);
  private static final Prompt FREE = Prompt.text(null, "What is 2+2?", 100);
  private static final String GOOD =
      """
      {"answer": "Four.", "evidence": ["arithmetic"], "confidence": 0.9, "safety_flags": []}""";

  private final DraftParser parser = new DraftParser(Policy.of(Options.DEFAULTS));

  private Draft parse(String reply) {
    return parser.parse(OPENAI, STRUCTURED, Drafts.reply(OPENAI, reply));
  }

  @Test
  void readsAReplyInFormWithoutANote() {
    Draft draft = parse(GOOD);

    assertThat(draft.text()).isEqualTo("Four.");
    assertThat(draft.evidence()).containsExactly("arithmetic");
    assertThat(draft.confidence()).isEqualTo(0.9);
    assertThat(draft.notes()).isEmpty();
    assertThat(draft.permitted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```json\n%s\n```",
        "```\n%s\n```",
        "Here it is:\n\n```json\n%s\n```\nI hope that helps {smile}!",
        "Sure! %s",
        "%s\n\nLet me know [if] you need more.",
        "\uFEFF %s",
        "~~~ json\n%s\n~~~",
        "<think>{maybe: this}</think>\n%s",
        "[%s]",
        "{\"draft\": %s}",
      })
  void takesTheAnswerOutOfWhatStandsAroundIt(String around) {
    Draft draft = parse(around.formatted(GOOD));

    assertThat(draft.text()).isEqualTo("Four.");
    assertThat(draft.confidence()).isEqualTo(0.9);
  }

  @Test
  void notesThatTheJsonWasInAFence() {
    assertThat(parse("```json\n" + GOOD + "\n```").notes())
        .containsExactly("taken out of a code fence");
    assertThat(parse("So: " + GOOD).notes()).containsExactly("text around the JSON was left out");
  }

  @Test
  void aFenceWithinTheAnswerStaysInTheAnswer() {
    String code = "Run this:\n```json\n{\"answer\": \"no\"}\n```\n";

    assertThat(parse(Json.write(Map.of("answer", code))).text()).isEqualTo(code);
  }

  @Test
  void readsJsonThatIsWrittenAsAString() {
    assertThat(parse(Json.write(GOOD)).text()).isEqualTo("Four.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"answer\": \"Four.\", \"confidence\": 0.9,}",
        "{'answer': 'Four.', 'confidence': .9}",
        "{answer: \"Four.\", confidence: 0.9, evidence: [],}",
        "{\"answer\": \"Four.\", // sure\n \"confidence\": 0.9}",
      })
  void mendsSlips(String json) {
    Draft draft = parse(json);

    assertThat(draft.text()).isEqualTo("Four.");
    assertThat(draft.confidence()).isEqualTo(0.9);
    assertThat(draft.notes()).contains("its JSON had errors, which were corrected");
  }

  @Test
  void readsLineBreaksThatAreNotEscaped() {
    assertThat(parse("{\"answer\": \"One\nTwo\", \"confidence\": 1}").text()).isEqualTo("One\nTwo");
  }

  @Test
  void keepsAnAnswerWhoseQuotationMarksAreNotEscaped() {
    Draft draft =
        parse("{\"answer\": \"He said \"hi\" and left.\", \"evidence\": [], \"confidence\": 0.7}");

    assertThat(draft.text()).isEqualTo("He said \"hi\" and left.");
    assertThat(draft.notes()).contains(DraftParser.STRAY_QUOTES);
    assertThat(draft.confidence()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "95, 0.95",
    "100, 1.0",
    "1.2, 1.0",
    "-0.5, 0.0",
    "'\"0.8\"', 0.8",
    "'\"80%\"', 0.8",
    "'\"0.5%\"', 0.005",
    "1e999, 1.0",
    "1000, 1.0",
  })
  void aConfidenceOutOfRangeIsClampedAndNoted(String written, double taken) {
    Draft draft = parse("{\"answer\": \"Four.\", \"confidence\": %s}".formatted(written));

    assertThat(draft.text()).isEqualTo("Four.");
    assertThat(draft.confidence()).isEqualTo(taken);
    assertThat(draft.notes()).anyMatch(note -> note.startsWith("confidence '"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"high\"", "[0.9]", "{}", "true", "\"NaN\"", "\"\""})
  void aConfidenceThatIsNoNumberIsNotMadeUp(String written) {
    Draft draft = parse("{\"answer\": \"Four.\", \"confidence\": %s}".formatted(written));

    assertThat(draft.text()).isEqualTo("Four.");
    assertThat(draft.confidence()).isNull();
    assertThat(draft.notes()).anyMatch(note -> note.contains("can't be read"));
  }

  @Test
  void missingFieldsAreNoted() {
    Draft draft = parse("{\"answer\": \"Four.\"}");

    assertThat(draft.notes())
        .contains("evidence is missing", "confidence is missing", "safety_flags is missing");
    assertThat(draft.evidence()).isEmpty();
  }

  @Test
  void aReplyWithoutJsonIsTheAnswer() {
    Draft draft = parse("Four, of course.");

    assertThat(draft.text()).isEqualTo("Four, of course.");
    assertThat(draft.notes()).containsExactly(DraftParser.NOT_IN_FORM);
  }

  @Test
  void anAnswerThatIsJsonItselfIsKept() {
    Draft draft = parse("{\"answer\": {\"sum\": 4.10, \"terms\": [2, 2]}, \"confidence\": 1}");

    assertThat(draft.text()).contains("\"sum\" : 4.10").contains("\"terms\" : [ 2, 2 ]");
    assertThat(draft.notes()).contains("the answer is JSON itself");
  }

  @Test
  void salvagesAnAnswerThatWasCutAndSaysSo() {
    Draft draft =
        parser.parse(
            OPENAI,
            STRUCTURED,
            Drafts.reply(OPENAI, "{\"answer\": \"Once upon a ti", Finish.LENGTH));

    assertThat(draft.text()).isEqualTo("Once upon a ti");
    assertThat(draft.notes())
        .contains(DraftParser.CUT_ANSWER, LenientJson.CUT, "the answer is not complete");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", \"confidence\": 0.9",
        ", \"confid",
        ", \"confidence\":",
        ", \"evidence\": [\"a\", \"b",
        ", \"evidence\": [\"a\", ",
        ", \"evidence\"",
        ",",
        "",
        ", \"evidence\": tr",
      })
  void keepsAWholeAnswerWhereOnlyTheRestWasCut(String rest) {
    Draft draft = parse("```json\n{\"answer\": \"A \\\"whole\\\" one.\"" + rest);

    assertThat(draft.text()).isEqualTo("A \"whole\" one.");
    assertThat(draft.notes())
        .contains(LenientJson.CUT)
        .doesNotContain("the answer is not complete");
  }

  @Test
  void aNumberThatMayLackItsLastDigitsIsNotTaken() {
    assertThat(parse("{\"answer\": \"Four.\", \"confidence\": 0").confidence()).isNull();
  }

  @Test
  void flagsMayComeWithASeverity() {
    Draft draft =
        parse(
            """
            {"answer": "x", "safety_flags": ["none", "medical", {"type": "privacy", "severity": "critical"}]}""");

    assertThat(draft.safetyFlags()).containsExactly("medical", "privacy: critical");
  }

  @Test
  void citationsAreNotVerifiedByBeingThere() {
    Draft draft =
        parse(
            """
            {"answer": "x", "citations": [
              {"title": "T", "document": "d.md", "quote": "word for word"},
              {"title": "T", "document": "d.md", "quote": " "},
              "a quote alone"]}""");

    assertThat(draft.citations()).hasSize(2).allMatch(c -> c.verdict() == Verdict.NOT_FOUND);
    assertThat(draft.notes()).contains("a citation without a quote left out");
  }

  @Test
  void boundsWhatIsNotTheAnswer() {
    Draft draft =
        parse(
            Json.write(
                Map.of(
                    "answer", "a".repeat(100_000),
                    "evidence", java.util.Collections.nCopies(500, "e".repeat(10_000)))));

    assertThat(draft.text()).hasSize(100_000);
    assertThat(draft.evidence()).hasSize(20).allMatch(e -> e.length() <= 4001);
    assertThat(draft.notes()).contains("evidence: the first 20 of 500 kept");
  }

  @Test
  void freeTextIsTheAnswerAsItIs() {
    Draft draft = parser.parse(OPENAI, FREE, Drafts.reply(OPENAI, GOOD));

    assertThat(draft.text()).isEqualTo(GOOD);
    assertThat(draft.notes()).isEmpty();
  }

  @Test
  void namesTheModelThatReplied() {
    Draft draft =
        parser.parse(
            ANTHROPIC,
            FREE,
            Drafts.reply(new ModelId("anthropic", "claude-haiku-4-5-20251001"), "x"));

    assertThat(draft.model()).isEqualTo("claude-haiku-4-5-20251001");
  }

  @Test
  void aFilteredReplyIsOutAndNoRefusal() {
    Draft filtered =
        parser.parse(OPENAI, STRUCTURED, Drafts.reply(OPENAI, "I'm sorry", Finish.FILTER));

    assertThat(filtered.refusal()).isFalse();
    assertThat(filtered.rejected()).isEqualTo("the provider's content filter cut it");
  }

  @Test
  void aHostileReplyTakesLinearTime() {
    for (String piece : List.of("{", "[", "{\"a\":", "\"", " ", "\\", "{}", "{a}", "```\n", ",")) {
      String reply = "{\"x\": " + piece.repeat(1_000_000 / piece.length());
      Growth.assertLinear(
          piece, reply, text -> assertThat(parse(text).text().equals(text)).isTrue());
    }
  }

  @Property(tries = 2000)
  void neverThrowsAndNeverLosesText(@ForAll("replies") String text) {
    Draft draft = parse(text);

    assertThat(draft.error()).isNull();
    assertThat(draft.text()).isNotNull();
    if (draft.notes().contains(DraftParser.NOT_IN_FORM)) {
      assertThat(draft.text()).isEqualTo(text);
    }
    if (draft.confidence() != null) {
      assertThat(draft.confidence()).isBetween(0.0, 1.0);
    }
  }

  @Property(tries = 1000)
  void whereverAReplyIsCutTheAnswerIsAPartOfWhatWasSaid(
      @ForAll String answer, @ForAll("shares") double share) {
    String whole = Json.write(Map.of("answer", answer, "confidence", 0.5));
    String reply = whole.substring(0, (int) (whole.length() * share));

    Draft draft = parse(reply);

    assertThat(answer.startsWith(draft.text()) || draft.text().equals(reply)).isTrue();
  }

  @Provide
  Arbitrary<Double> shares() {
    return Arbitraries.doubles().between(0, 1);
  }

  @Provide
  Arbitrary<String> replies() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            ",",
            ":",
            "answer",
            "\"answer\"",
            "confidence",
            "95",
            "```",
            "json",
            "\n",
            " ",
            "null",
            "1e99999",
            "-",
            "\\u12",
            "é",
            "\uD83D",
            "text",
            "'");
    return Arbitraries.oneOf(
        pieces.list().ofMaxSize(40).map(l -> String.join("", l)), Arbitraries.strings());
  }
}
