package org.batchrunner.batch;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.batchrunner.intake.Census;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.money.Admission;
import org.batchrunner.money.Budget;
import org.batchrunner.money.Dollars;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.task.Call;
import org.batchrunner.task.Options;

/** Adds up what tasks would cost. */
final class Estimate {

  private static final int BYTES_PER_TOKEN = 4;
  private static final int SECONDS_PER_CALL = 4;
  private static final int SECONDS_PER_MINUTE = 60;

  private final RunContext context;
  private final Providers providers;
  private final Map<String, Plan.ModelCost> models = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private Budget batch;
  private long promptTokens;
  private int filtered;
  private int fit;
  private int blocked;
  private int reused;
  private Dollars saved = Dollars.ZERO;
  private Dollars expected = Dollars.ZERO;
  private Dollars worst = Dollars.ZERO;

  Estimate(RunContext context, Providers providers) {
    this.context = context;
    this.providers = providers;
    this.batch = Budget.of(context.options().perBatchCap());
  }

  void leftOut() {
    filtered++;
  }

  void add(Prepared prepared, Map<String, StoredReply> stored) {
    Dollars needed = prepared.judgeWorst();
    for (Prepared.First first : prepared.drafts()) {
      Call call = first.call();
      StoredReply reply = stored.get(call.key());
      if (reply != null) {
        reused++;
        saved = saved.plus(reply.cost());
      } else if (!prepared.options().reuse() || seen.add(call.key())) {
        needed = needed.plus(call.worst());
        count(
            call.model().toString(),
            "debate",
            call.request().length / BYTES_PER_TOKEN,
            call.worst());
      }
    }
    if (!prepared.judgeWorst().isZero()) {
      count(
          prepared.options().judge().orElseThrow().toString(),
          "judge",
          prepared.text().length() / BYTES_PER_TOKEN,
          prepared.judgeWorst());
    }
    admit(prepared.options(), needed);
  }

  /** The worst case counts a token a byte and the longest reply; half of it is a guess. */
  private void count(String model, String phase, long tokens, Dollars callWorst) {
    Dollars guess = new Dollars(callWorst.nanos() / 2);
    promptTokens += tokens;
    expected = expected.plus(guess);
    worst = worst.plus(callWorst);
    Plan.ModelCost one = new Plan.ModelCost(model, phase, 1, tokens, guess, callWorst);
    models.merge(
        phase + " " + model,
        one,
        (a, b) ->
            new Plan.ModelCost(
                model,
                phase,
                a.calls() + b.calls(),
                a.promptTokens() + b.promptTokens(),
                a.expected().plus(b.expected()),
                a.worst().plus(b.worst())));
  }

  private void admit(Options options, Dollars needed) {
    Admission admission = Admission.decide(Budget.of(options.perRunCap()), batch, needed);
    if (admission == Admission.ADMIT) {
      fit++;
      batch = batch.hold(needed).settle(needed, needed);
    } else if (admission == Admission.BLOCKED_BY_RUN_CAP) {
      blocked++;
    }
  }

  Plan plan(String source, Census census) {
    Options options = context.options();
    return new Plan(
        source,
        context.mode(),
        census.tasks(),
        census.dropped(),
        filtered,
        promptTokens,
        models.values().stream().toList(),
        expected,
        worst,
        options.perRunCap(),
        options.perBatchCap(),
        options.capMode(),
        fit,
        blocked,
        reused,
        saved,
        seconds(options));
  }

  private long seconds(Options options) {
    int calls = models.values().stream().mapToInt(Plan.ModelCost::calls).sum();
    long atConcurrency = (long) calls * SECONDS_PER_CALL / options.concurrency();
    long atLimits = 0;
    for (ProviderSettings provider : providers.configured()) {
      Integer perMinute = provider.requestsPerMinute();
      long asked =
          models.values().stream()
              .filter(model -> model.model().startsWith(provider.name() + "/"))
              .mapToLong(Plan.ModelCost::calls)
              .sum();
      if (perMinute != null) {
        atLimits = Math.max(atLimits, asked * SECONDS_PER_MINUTE / perMinute);
      }
    }
    return Math.max(atConcurrency, atLimits);
  }
}
