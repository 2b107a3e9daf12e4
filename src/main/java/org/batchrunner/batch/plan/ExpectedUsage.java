package org.batchrunner.batch.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.batch.run.CallPlanner;
import org.batchrunner.batch.run.Judge;
import org.batchrunner.batch.run.PlannedTask;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.TypicalUsage;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Call;
import org.batchrunner.task.Mode;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Phase;
import org.batchrunner.task.options.Options;
import org.batchrunner.workflow.JudgePrompt;

/**
 * What calls are likely to use: a token for each four bytes of a request, and replies as long and
 * as slow as the model's last ones in the ledger; where it has none, a guess.
 */
final class ExpectedUsage {

  private static final int BYTES_PER_TOKEN = 4;
  private static final int DRAFT_TOKENS = 400;
  private static final int JUDGE_TOKENS = 30;
  private static final int JUDGE_TOKENS_A_DRAFT = 70;
  private static final double CALL_SECONDS = 4;

  private final BatchContext context;
  private final Ledger ledger;
  private final CallPlanner preparation;
  private final Map<String, Optional<TypicalUsage>> known = new HashMap<>();

  /** What one call is likely to use. */
  record Expected(ModelId model, Phase phase, Tokens tokens, Dollars cost, double seconds) {}

  ExpectedUsage(BatchContext context, Ledger ledger, CallPlanner preparation) {
    this.context = context;
    this.ledger = ledger;
    this.preparation = preparation;
  }

  Expected draft(PlannedTask.First first) {
    return expected(
        first.call().model(),
        Phase.DEBATE,
        promptTokens(first.call()),
        DRAFT_TOKENS,
        first.prompt().maxTokens());
  }

  /** Pictures have more bytes than tokens. */
  private static long promptTokens(Call call) {
    long tokens = call.request().length / BYTES_PER_TOKEN;
    return call.promptBound() == 0 ? tokens : Math.min(tokens, call.promptBound());
  }

  /** The judge's call over drafts as long as they are likely to be. */
  Expected judge(PlannedTask prepared) {
    Options options = prepared.options();
    ModelId judge = Judge.of(options);
    long prompt = JudgePrompt.ownBytes(prepared.text(), options, judge) / BYTES_PER_TOKEN;
    for (PlannedTask.First first : prepared.drafts()) {
      prompt += draft(first).tokens().output();
    }
    return expected(
        judge,
        Phase.JUDGE,
        prompt,
        JUDGE_TOKENS + (long) JUDGE_TOKENS_A_DRAFT * prepared.drafts().size(),
        JudgePrompt.maxTokens(options, judge));
  }

  private Expected expected(ModelId model, Phase phase, long prompt, long guess, int most) {
    Optional<TypicalUsage> usual =
        known.computeIfAbsent(phase + " " + model, unused -> ledger.results().usual(model, phase));
    Tokens tokens =
        Tokens.of(prompt, Math.min(most, usual.map(TypicalUsage::outputTokens).orElse(guess)));
    return new Expected(
        model,
        phase,
        tokens,
        context.mode() == Mode.MOCK ? Dollars.ZERO : preparation.price(model).cost(tokens),
        usual.map(TypicalUsage::seconds).orElse(CALL_SECONDS));
  }
}
