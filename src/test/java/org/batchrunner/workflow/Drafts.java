package org.batchrunner.workflow;

import java.util.List;
import java.util.Map;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Citation.Verdict;
import org.batchrunner.task.Draft;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Reply;
import org.batchrunner.task.Reply.Finish;
import org.batchrunner.task.Score;
import org.batchrunner.task.options.Options;

/** Drafts and replies for tests. */
final class Drafts {

  static final ModelId OPENAI = ModelId.parse("openai/gpt-4o-mini");
  static final ModelId ANTHROPIC = ModelId.parse("anthropic/claude-haiku-4-5");
  static final ModelId GOOGLE = ModelId.parse("google/gemini-2.5-flash");

  static final Options THREE =
      Options.of(
          Map.of(
              "debaters",
              List.of(OPENAI.toString(), ANTHROPIC.toString(), GOOGLE.toString()),
              "judge",
              OPENAI.toString()));

  private Drafts() {}

  static Draft draft(ModelId model, String text) {
    return new Draft(
        model.provider(),
        model.model(),
        text,
        List.of(),
        0.5,
        List.of(),
        false,
        true,
        List.of(),
        null,
        null,
        List.of(),
        null,
        null);
  }

  static Draft scored(ModelId model, double taskFit, double support, double clarity) {
    return draft(model, "text of " + model)
        .withScore(new Score(taskFit + support + clarity, taskFit, support, clarity, "because"));
  }

  static Draft confident(Draft draft, Double confidence) {
    return new Draft(
        draft.provider(),
        draft.model(),
        draft.text(),
        draft.evidence(),
        confidence,
        draft.safetyFlags(),
        draft.refusal(),
        draft.permitted(),
        draft.citations(),
        draft.score(),
        draft.rejected(),
        draft.notes(),
        draft.error(),
        null);
  }

  static Draft flagged(Draft draft, String... flags) {
    return new Draft(
        draft.provider(),
        draft.model(),
        draft.text(),
        draft.evidence(),
        draft.confidence(),
        List.of(flags),
        draft.refusal(),
        draft.permitted(),
        draft.citations(),
        draft.score(),
        draft.rejected(),
        draft.notes(),
        draft.error(),
        null);
  }

  static Draft notPermitted(Draft draft) {
    return new Draft(
        draft.provider(),
        draft.model(),
        draft.text(),
        draft.evidence(),
        draft.confidence(),
        draft.safetyFlags(),
        draft.refusal(),
        false,
        draft.citations(),
        draft.score(),
        draft.rejected(),
        draft.notes(),
        draft.error(),
        null);
  }

  static Citation citation(String quote, Verdict verdict) {
    return new Citation(
        "Handbook",
        "handbook.md",
        null,
        12,
        quote,
        verdict,
        verdict == Verdict.NOT_FOUND ? 0.1 : 1);
  }

  static Reply reply(ModelId model, String text) {
    return reply(model, text, Finish.STOP);
  }

  static Reply reply(ModelId model, String text, Finish finish) {
    return new Reply(
        model.model(), text, Tokens.of(120, 80), new Dollars(66_000), true, finish, 850, 1);
  }
}
