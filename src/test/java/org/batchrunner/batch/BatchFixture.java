package org.batchrunner.batch;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.app.SettableClock;
import org.batchrunner.batch.accept.Redactors;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.call.CallAccounting;
import org.batchrunner.batch.call.ModelCalls;
import org.batchrunner.batch.call.ReplyPrice;
import org.batchrunner.batch.call.SharedCalls;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.batch.run.CallPlanner;
import org.batchrunner.batch.run.Debate;
import org.batchrunner.batch.run.Judge;
import org.batchrunner.batch.run.PlannedTask;
import org.batchrunner.batch.run.Recorder;
import org.batchrunner.batch.run.Run;
import org.batchrunner.common.Json;
import org.batchrunner.common.SettableTicker;
import org.batchrunner.config.Role;
import org.batchrunner.config.Settings;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Hold;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.LedgerSettings;
import org.batchrunner.ledger.NewBatch;
import org.batchrunner.metrics.Counters;
import org.batchrunner.money.Admission;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.provider.Api;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.limits.ProviderLimits;
import org.batchrunner.provider.mock.MockModel;
import org.batchrunner.task.Call;
import org.batchrunner.task.Mode;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Reply;
import org.batchrunner.task.Result;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;

/** The parts of a program that works batches, on a real ledger, with a time that tests set. */
public final class BatchFixture implements AutoCloseable {

  public static final String MODEL = "openai/gpt-4o-mini";
  public static final ModelId MODEL_ID = new ModelId("openai", "gpt-4o-mini");
  private static final Duration LEASE = Duration.ofSeconds(15);

  public final Path home;
  public final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));
  public final SettableTicker ticker = new SettableTicker();
  public final Counters counters = new Counters();
  public final SharedCalls inFlight = new SharedCalls();
  public final Providers providers;
  public final ProviderLimits limits;
  public final CorpusRegistry corpora;
  public final CallPlanner planner;
  public final Debate debate;
  public final Judge judge;
  public final Ledger ledger;
  public final Settings settings;
  public final List<String> breaches = new ArrayList<>();
  private int batches;

  public BatchFixture(Path home) {
    this.home = home;
    this.providers =
        new Providers(
            List.of(provider("openai", Api.OPENAI), provider("anthropic", Api.ANTHROPIC)));
    this.limits =
        new ProviderLimits(providers, List.of(Duration.ofMinutes(1)), Duration.ofMinutes(5), clock);
    this.corpora = new CorpusRegistry(home.resolve("data"), clock);
    this.planner = new CallPlanner(providers, PriceList.builtIn(), corpora, clock);
    this.debate = new Debate(corpora);
    this.judge = new Judge(planner);
    this.ledger = Ledger.open(LedgerSettings.in(home.resolve("ledger")), clock);
    this.settings = settings(home);
  }

  private static ProviderSettings provider(String name, Api api) {
    return new ProviderSettings(
        name,
        api,
        URI.create("http://127.0.0.1:1/v1"),
        "sk-secret",
        List.of(),
        8,
        null,
        null,
        Duration.ofSeconds(1));
  }

  private static Settings settings(Path home) {
    return new Settings(
        home,
        Path.of("inbox"),
        Path.of("outbox"),
        Path.of("data"),
        Path.of("templates"),
        Settings.ModeSetting.AUTO,
        new Settings.LedgerSetting(null, null, null),
        null,
        4,
        Settings.InboxReady.SETTLE,
        Duration.ofSeconds(1),
        "direct:task",
        Role.ALL,
        Duration.ofMinutes(10),
        Duration.ofSeconds(30),
        LEASE,
        List.of(Duration.ofMinutes(1)),
        Duration.ofMinutes(5),
        Map.of(),
        new Settings.WebSetting(null, null, List.of()));
  }

  /** This program. */
  public ActiveBatches program() {
    return new ActiveBatches(ledger, settings, limits, clock, ticker);
  }

  /** The steps of calls of this program. */
  public ModelCalls calls(ActiveBatches active) {
    return new ModelCalls(
        accounting(), active, providers, limits, new MockModel(), counters, clock, ticker);
  }

  public CallAccounting accounting() {
    ReplyPrice price = new ReplyPrice(PriceList.builtIn(), providers, clock);
    return new CallAccounting(
        ledger, price, inFlight, (context, sentence) -> breaches.add(sentence), counters);
  }

  public Recorder recorder() {
    return new Recorder(ledger, new Redactors(), counters);
  }

  /** Accepts a batch of one debater; options over these. */
  public BatchRecord accept(int tasks, Map<String, Object> options) {
    return accept(tasks, Mode.REAL, options);
  }

  public BatchRecord accept(int tasks, Mode mode, Map<String, Object> options) {
    Map<String, Object> all =
        new HashMap<>(Map.of("debaters", List.of(MODEL), "workflow", "single"));
    all.putAll(options);
    String id = "batch-" + ++batches;
    return ledger
        .batches()
        .accept(
            new NewBatch(
                id,
                id + ".csv",
                "sha-" + id,
                Options.DEFAULTS.with(all),
                mode,
                "1",
                Result.NO_CORPUS,
                tasks,
                0),
            null)
        .batch();
  }

  public BatchRecord record(String id) {
    return ledger.batches().find(id).orElseThrow();
  }

  /** A task whose money is not held yet. */
  public Run planned(ActiveBatch batch, Task task) {
    return planned(batch.context(), task);
  }

  public Run planned(BatchContext context, Task task) {
    PlannedTask planned = planner.prepare(context, task);
    Run run = new Run(context, planned, 0);
    run.ask(
        planned.drafts().stream()
            .map(first -> new CallInProgress(run, first.call(), first.prompt(), true))
            .toList());
    return run;
  }

  /** A task whose money is held; no intent is written ahead. */
  public Run admitted(ActiveBatch batch, int seq) {
    return admitted(batch, Task.of(seq, "Name tree number " + seq));
  }

  public Run admitted(ActiveBatch batch, Task task) {
    Run run = planned(batch, task);
    Dollars worst =
        Dollars.sum(run.calls().stream().map(CallInProgress::call).map(Call::worst))
            .plus(run.judgeWorst());
    Hold hold = new Hold(task.seq(), task.id(), worst, run.options().perRunCap(), List.of());
    List<Admission> decided =
        Ledger.await(ledger.money().admit(batch.context().no(), batch.epoch(), List.of(hold)));
    if (!decided.equals(List.of(Admission.ADMIT))) {
      throw new IllegalStateException("not admitted: " + decided);
    }
    return run;
  }

  /** What the vendor sends for a text, billed with some tokens. */
  public static byte[] reply(String model, String text, int prompt, int completion) {
    return Json.write(
            Map.of(
                "model",
                model,
                "choices",
                List.of(
                    Map.of(
                        "finish_reason",
                        "stop",
                        "message",
                        Map.of("role", "assistant", "content", text))),
                "usage",
                Map.of("prompt_tokens", prompt, "completion_tokens", completion)))
        .getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] error(String message) {
    return Json.write(Map.of("error", Map.of("message", message))).getBytes(StandardCharsets.UTF_8);
  }

  /** A reply as it is after it was read. */
  public static Reply answer(String text) {
    return new Reply(
        "gpt-4o-mini",
        text,
        org.batchrunner.money.Tokens.of(10, 5),
        new Dollars(4500),
        true,
        Reply.Finish.STOP,
        7,
        1);
  }

  /** Gives the ledger's writer time to have written all that was handed to it. */
  public void flush() {
    Ledger.await(ledger.money().withdraw(1, -1, List.of()).exceptionally(failure -> 0));
  }

  @Override
  public void close() {
    ledger.close();
  }
}
