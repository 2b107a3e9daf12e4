package org.batchrunner.batch.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.batch.run.PlannedTask;
import org.batchrunner.batch.run.ReplyReplay;
import org.batchrunner.intake.Census;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.money.Admission;
import org.batchrunner.money.Budget;
import org.batchrunner.money.Dollars;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.task.CapMode;
import org.batchrunner.task.Mode;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/** Adds up what tasks would cost. */
final class CostEstimate {

  private static final double SECONDS_PER_MINUTE = 60;

  private final BatchContext context;
  private final Providers providers;
  private final ExpectedUsage expectation;
  private final Map<String, Plan.ModelCost> models = new TreeMap<>();
  private final Map<String, Load> loads = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private Budget atWorst;
  private Budget asExpected;
  private double taskSeconds;
  private long promptTokens;
  private int filtered;
  private int unaskable;
  private @Nullable String firstUnaskable;
  private int fit;
  private int fitExpected;
  private int blocked;
  private int reused;
  private Dollars saved = Dollars.ZERO;
  private Dollars expected = Dollars.ZERO;
  private Dollars worst = Dollars.ZERO;

  /** What a provider is asked. */
  private static final class Load {
    private long calls;
    private long tokens;
    private double seconds;
  }

  /** What one task comes to. */
  private static final class Bill {
    private Dollars worst = Dollars.ZERO;
    private Dollars expected = Dollars.ZERO;
    private double draftSeconds;
    private double judgeSeconds;
  }

  CostEstimate(BatchContext context, Providers providers, ExpectedUsage expectation) {
    this.context = context;
    this.providers = providers;
    this.expectation = expectation;
    this.atWorst = Budget.of(context.options().perBatchCap());
    this.asExpected = atWorst;
  }

  /** A task that can't be asked, and why. */
  void unaskable(String why) {
    if (unaskable++ == 0) {
      firstUnaskable = why;
    }
  }

  void leftOut() {
    filtered++;
  }

  /**
   * @param stored what the ledger has for the first calls, by key
   * @param foreseen how it goes on; null if not all of its drafts are there
   */
  void add(
      PlannedTask prepared,
      Map<String, StoredReply> stored,
      ReplyReplay.@Nullable Foreseen foreseen) {
    Bill bill = new Bill();
    boolean repeats = true;
    for (PlannedTask.First first : prepared.drafts()) {
      StoredReply reply = prepared.options().reuse() ? stored.get(first.call().key()) : null;
      if (reply != null) {
        reuse(reply);
      } else if (!prepared.options().reuse() || seen.add(first.call().key())) {
        repeats = false;
        ExpectedUsage.Expected draft = expectation.draft(first);
        count(bill, draft, first.call().worst(), first.call().maxTokens());
        bill.draftSeconds = Math.max(bill.draftSeconds, draft.seconds());
      }
    }
    if (foreseen != null) {
      foreseen.judgments().forEach(this::reuse);
    }
    boolean judged =
        foreseen == null
            ? prepared.isJudged() && !(repeats && seen.contains(judgeKey(prepared)))
            : foreseen.open() != null && seen.add(foreseen.open().key());
    seen.add(judgeKey(prepared));
    if (judged) {
      ExpectedUsage.Expected judge = expectation.judge(prepared);
      Dollars most =
          foreseen == null || foreseen.open() == null
              ? prepared.judgeWorst()
              : foreseen.open().worst();
      count(bill, judge, most, judge.tokens().output());
      bill.judgeSeconds = judge.seconds();
    }
    taskSeconds += bill.draftSeconds + bill.judgeSeconds;
    admit(prepared.options(), bill);
  }

  private static String judgeKey(PlannedTask prepared) {
    StringBuilder key = new StringBuilder("judge");
    prepared.drafts().forEach(first -> key.append(' ').append(first.call().key()));
    return key.toString();
  }

  private void reuse(StoredReply reply) {
    reused++;
    saved = saved.plus(reply.cost());
  }

  private void count(Bill bill, ExpectedUsage.Expected call, Dollars most, long limit) {
    promptTokens += call.tokens().prompt();
    expected = expected.plus(call.cost());
    worst = worst.plus(most);
    bill.expected = bill.expected.plus(call.cost());
    bill.worst = bill.worst.plus(most);
    Load load = loads.computeIfAbsent(call.model().provider(), name -> new Load());
    load.calls++;
    load.tokens += call.tokens().prompt() + limit;
    load.seconds += call.seconds();
    Plan.ModelCost one =
        new Plan.ModelCost(
            call.model().toString(),
            call.phase().wire(),
            1,
            call.tokens().prompt(),
            call.tokens().output(),
            call.cost(),
            most);
    models.merge(call.phase().wire() + " " + call.model(), one, Plan.ModelCost::plus);
  }

  private void admit(Options options, Bill bill) {
    if (context.options().capMode() == CapMode.SOFT) {
      fit += begins(atWorst) ? 1 : 0;
      fitExpected += begins(asExpected) ? 1 : 0;
      blocked += bill.worst.exceeds(options.perRunCap()) ? 1 : 0;
      atWorst = begins(atWorst) ? atWorst.settle(Dollars.ZERO, bill.worst) : atWorst;
      asExpected = begins(asExpected) ? asExpected.settle(Dollars.ZERO, bill.expected) : asExpected;
      return;
    }
    Budget task = Budget.of(options.perRunCap());
    Admission atMost = Admission.decide(task, atWorst, bill.worst);
    if (atMost == Admission.BLOCKED_BY_RUN_CAP) {
      blocked++;
    } else if (atMost == Admission.ADMIT) {
      fit++;
      atWorst = atWorst.settle(Dollars.ZERO, bill.worst);
    }
    if (Admission.decide(task, asExpected, bill.worst) == Admission.ADMIT) {
      fitExpected++;
      asExpected = asExpected.settle(Dollars.ZERO, bill.expected);
    }
  }

  private static boolean begins(Budget batch) {
    return batch.cap().exceeds(batch.settled());
  }

  /**
   * @param mode what a run of the file would be
   */
  Plan plan(String source, Mode mode, Census census) {
    Options options = context.options();
    return new Plan(
        source,
        mode,
        census.tasks(),
        census.dropped(),
        census.hidden(),
        notes(census),
        filtered,
        promptTokens,
        models.values().stream().toList(),
        expected,
        worst,
        options.perRunCap(),
        options.perBatchCap(),
        options.capMode(),
        fit,
        fitExpected,
        blocked,
        reused,
        saved,
        seconds(options));
  }

  private List<String> notes(Census census) {
    List<String> notes = new ArrayList<>(census.notes());
    if (unaskable > 0) {
      notes.add(
          "%d of the tasks can't be asked, and would fail at no cost; the first is %s"
              .formatted(unaskable, firstUnaskable));
    }
    return List.copyOf(notes);
  }

  /** Debaters are asked at once; what a provider may have in flight or a minute holds all back. */
  private long seconds(Options options) {
    if (context.mode() == Mode.MOCK) {
      return 0;
    }
    double seconds = taskSeconds / options.concurrency();
    for (ProviderSettings provider : providers.configured()) {
      Load load = loads.get(provider.name());
      if (load != null) {
        seconds = Math.max(seconds, load.seconds / provider.maxInFlight());
        seconds = Math.max(seconds, minutes(load.calls, provider.requestsPerMinute()));
        seconds = Math.max(seconds, minutes(load.tokens, provider.tokensPerMinute()));
      }
    }
    return Math.round(Math.ceil(seconds));
  }

  private static double minutes(long amount, @Nullable Integer perMinute) {
    return perMinute == null ? 0 : amount * SECONDS_PER_MINUTE / perMinute;
  }
}
