package org.batchrunner.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.batchrunner.workflow.Drafts.ANTHROPIC;
import static org.batchrunner.workflow.Drafts.GOOGLE;
import static org.batchrunner.workflow.Drafts.OPENAI;
import static org.batchrunner.workflow.Drafts.THREE;
import static org.batchrunner.workflow.Drafts.scored;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.batchrunner.task.Citation.Verdict;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Judgment;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Status;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationRuleTest {

  private static final Judgment JUDGED =
      new Judgment("openai", "gpt-4o-mini", null, List.of(), List.of());

  private static Publication debate(Options options, Draft... drafts) {
    return new PublicationRule(options, false).debate(List.of(drafts), JUDGED);
  }

  @Test
  void publishesTheBestDraftAndSaysWhy() {
    Publication outcome =
        debate(
            THREE, scored(ANTHROPIC, 3, 3, 1), scored(OPENAI, 4, 3, 1.5), scored(GOOGLE, 1, 1, 1));

    assertThat(outcome.status()).isEqualTo(Status.PUBLISHED);
    assertThat(outcome.chosen().provider()).isEqualTo("openai");
    assertThat(outcome.reason())
        .isEqualTo(
            "best of 3 drafts: openai/gpt-4o-mini 8.5 of 10 (task fit 4, support 3, clarity 1.5)");
  }

  @Test
  void theBestPermittedDraftIsPublishedThoughAnotherIsBetter() {
    Publication outcome =
        debate(
            THREE.with(Map.of("policy", "openai_only")),
            Drafts.notPermitted(scored(ANTHROPIC, 4, 4, 2)),
            scored(OPENAI, 2, 2, 1));

    assertThat(outcome.status()).isEqualTo(Status.PUBLISHED);
    assertThat(outcome.chosen().provider()).isEqualTo("openai");
    assertThat(outcome.reason())
        .endsWith(
            "; the policy openai_only does not permit anthropic/claude-haiku-4-5 10 of 10"
                + " (task fit 4, support 4, clarity 2)");
  }

  @Test
  void withNonePermittedTheBestIsAdvisoryWithItsText() {
    Publication outcome =
        debate(
            THREE.with(Map.of("policy", "none")),
            Drafts.notPermitted(scored(ANTHROPIC, 4, 4, 2)),
            Drafts.notPermitted(scored(OPENAI, 2, 2, 1)));

    assertThat(outcome.status()).isEqualTo(Status.ADVISORY_ONLY);
    assertThat(outcome.chosen().text()).isEqualTo("text of anthropic/claude-haiku-4-5");
    assertThat(outcome.reason())
        .isEqualTo(
            "the policy none does not permit any of 2 drafts; the best is anthropic/claude-haiku-4-5"
                + " 10 of 10 (task fit 4, support 4, clarity 2)");
  }

  @Test
  void withNoneFitThereIsNoTextButTheReasons() {
    Publication outcome =
        debate(
            THREE,
            scored(ANTHROPIC, 4, 4, 2).withRejected("it refuses the task"),
            new DraftParser(Policy.of(THREE)).failed(OPENAI, "HTTP 500"));

    assertThat(outcome.status()).isEqualTo(Status.NONE);
    assertThat(outcome.chosen()).isNull();
    assertThat(outcome.reason())
        .isEqualTo(
            "no draft is fit: anthropic/claude-haiku-4-5: it refuses the task;"
                + " openai/gpt-4o-mini: HTTP 500");
  }

  @Test
  void withNoDraftAtAllItFailed() {
    DraftParser parser = new DraftParser(Policy.of(THREE));
    Publication outcome =
        new PublicationRule(THREE, false)
            .debate(
                List.of(parser.failed(OPENAI, "HTTP 500"), parser.failed(GOOGLE, "timed out")),
                null);

    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.error())
        .isEqualTo(
            "no debater answered: openai/gpt-4o-mini: HTTP 500; google/gemini-2.5-flash: timed out");
  }

  @Test
  void oneDebaterFailingLeavesTheOthers() {
    Publication outcome =
        debate(
            THREE,
            new DraftParser(Policy.of(THREE)).failed(OPENAI, "HTTP 500"),
            scored(GOOGLE, 3, 3, 2));

    assertThat(outcome.status()).isEqualTo(Status.PUBLISHED);
    assertThat(outcome.reason())
        .startsWith("the only draft that is fit: google/gemini-2.5-flash 8 of 10")
        .endsWith("; out are openai/gpt-4o-mini: HTTP 500");
  }

  @Test
  void tiesGoBySupportThenOpenAiThenName() {
    Draft openai = scored(OPENAI, 3, 3, 2);
    Draft anthropic = scored(ANTHROPIC, 3, 3, 2);
    Draft google = scored(GOOGLE, 2, 4, 2);

    assertThat(debate(THREE, anthropic, openai, google).chosen()).isEqualTo(google);
    assertThat(debate(THREE, anthropic, openai).chosen()).isEqualTo(openai);
    assertThat(debate(THREE.with(Map.of("policy", "any")), openai, anthropic).chosen())
        .isEqualTo(anthropic);
    assertThat(debate(THREE, Drafts.notPermitted(scored(GOOGLE, 2, 4, 2)), anthropic).reason())
        .contains("claude-haiku-4-5 8 of 10");
  }

  @Test
  void theOrderOfTheDraftsDoesNotMatter() {
    List<Draft> drafts =
        new ArrayList<>(
            List.of(
                scored(OPENAI, 3, 3, 2),
                scored(ANTHROPIC, 3, 3, 2),
                scored(GOOGLE, 3, 3, 2),
                scored(ModelId.parse("openai/gpt-5"), 3, 3, 2)));
    for (int seed = 0; seed < 24; seed++) {
      Collections.shuffle(drafts, new Random(seed));
      assertThat(new PublicationRule(THREE, false).debate(drafts, JUDGED).chosen().model())
          .isEqualTo("gpt-4o-mini");
    }
  }

  @Test
  void unjudgedDraftsGoByConfidenceAndTheReasonSaysSo() {
    List<Draft> drafts =
        List.of(
            Drafts.confident(Drafts.draft(OPENAI, "a"), 0.4),
            Drafts.confident(Drafts.draft(ANTHROPIC, "b"), 0.9),
            Drafts.confident(Drafts.draft(GOOGLE, "c"), null));
    Judgment unjudged =
        new JudgeParser(Policy.of(THREE))
            .unjudged(
                OPENAI,
                JudgePrompt.of("a task", drafts, THREE, OPENAI),
                "it holds no scores in JSON");

    Publication outcome = new PublicationRule(THREE, false).debate(drafts, unjudged);

    assertThat(outcome.status()).isEqualTo(Status.PUBLISHED);
    assertThat(outcome.reason())
        .isEqualTo(
            "best of 3 drafts: anthropic/claude-haiku-4-5, confidence 0.9"
                + " (unjudged: it holds no scores in JSON)");
    assertThat(outcome.drafts()).allMatch(draft -> draft.score() == null);
    assertThat(unjudged.ranking())
        .containsExactly(
            "anthropic/claude-haiku-4-5", "openai/gpt-4o-mini", "google/gemini-2.5-flash");
  }

  @Test
  void tooFewVerifiedCitationsDisqualifyADraft() {
    Options options = THREE.with(Map.of("required-citations", 2));
    Guardrails guardrails = new Guardrails(options, true);
    Draft invented =
        Drafts.draft(OPENAI, "a")
            .withCitations(
                List.of(
                    Drafts.citation("x", Verdict.VERIFIED),
                    Drafts.citation("y", Verdict.NOT_FOUND),
                    Drafts.citation("z", Verdict.PARAPHRASE)));
    Draft checked = guardrails.check(invented);

    Publication outcome = new PublicationRule(options, true).debate(List.of(checked), null);

    assertThat(checked.rejected())
        .isEqualTo("1 of its 3 citations are verified, and 2 are required");
    assertThat(outcome.status()).isEqualTo(Status.ADVISORY_ONLY);
    assertThat(outcome.chosen()).isNull();
    assertThat(new Guardrails(options, false).check(invented).rejected()).isNull();
  }

  @Test
  void aSingleAnswerIsPublishedAsThePolicyAllows() {
    Draft draft = Drafts.draft(OPENAI, "Four.");

    Publication published = new PublicationRule(THREE, false).single(draft);
    Publication advisory =
        new PublicationRule(THREE.with(Map.of("policy", "none")), false)
            .single(Drafts.notPermitted(draft));
    Publication none =
        new PublicationRule(THREE, false).single(draft.withRejected("it refuses the task"));

    assertThat(published.status()).isEqualTo(Status.PUBLISHED);
    assertThat(published.drafts()).isEmpty();
    assertThat(published.reason()).isEqualTo("the answer of openai/gpt-4o-mini");
    assertThat(advisory.status()).isEqualTo(Status.ADVISORY_ONLY);
    assertThat(advisory.reason()).isEqualTo("the policy none does not permit openai/gpt-4o-mini");
    assertThat(none.status()).isEqualTo(Status.NONE);
    assertThat(none.drafts()).as("what was paid for is shown").hasSize(1);
  }

  @Test
  void eachKeepsAllAnswersAndNamesTheFirstPermitted() {
    Publication outcome =
        new PublicationRule(THREE, false)
            .each(
                List.of(
                    Drafts.notPermitted(Drafts.draft(ANTHROPIC, "a")),
                    Drafts.draft(OPENAI, "b"),
                    Drafts.draft(GOOGLE, "c").withRejected("its answer is empty")));

    assertThat(outcome.status()).isEqualTo(Status.PUBLISHED);
    assertThat(outcome.chosen().text()).isEqualTo("b");
    assertThat(outcome.drafts()).hasSize(3);
    assertThat(outcome.reason())
        .startsWith(
            "2 of 3 debaters answered; the policy openai_preferred does not permit anthropic")
        .endsWith("; out are google/gemini-2.5-flash: its answer is empty");
  }

  @ParameterizedTest
  @CsvSource({
    "openai_preferred, true, true",
    "any, true, true",
    "openai_only, true, false",
    "none, false, false",
    "'anthropic/*', false, true",
    "'*/gpt-*, google/*', true, false",
    "'openai/gpt-4o-mini', true, false",
    "'OpenAI/GPT-*', true, false",
    "'*', true, true",
    "'open/*', false, false",
  })
  void policiesPermit(String policy, boolean openai, boolean anthropic) {
    Policy permits = Policy.of(Options.of(Map.of("policy", policy)));

    assertThat(permits.permits(OPENAI, "gpt-4o-mini-2024-07-18")).isEqualTo(openai);
    assertThat(permits.permits(ANTHROPIC, "claude-haiku-4-5")).isEqualTo(anthropic);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai-preferred", "gpt-4o", "", "any, openai/*"})
  void aPolicyThatIsNoneIsRefused(String policy) {
    assertThatThrownBy(() -> Policy.of(Options.of(Map.of("policy", policy))))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith("policy: '");
  }
}
