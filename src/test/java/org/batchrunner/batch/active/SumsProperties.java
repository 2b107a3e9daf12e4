package org.batchrunner.batch.active;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.batchrunner.app.SettableClock;
import org.batchrunner.batch.accept.Redactors;
import org.batchrunner.batch.admit.HoldService;
import org.batchrunner.batch.admit.TaskAdmitter;
import org.batchrunner.batch.call.CallAccounting;
import org.batchrunner.batch.call.CapExceededException;
import org.batchrunner.batch.call.ReplyPrice;
import org.batchrunner.batch.call.SharedCalls;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.batch.manage.BatchFactsFactory;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.batch.run.CallPlanner;
import org.batchrunner.batch.run.CallResult;
import org.batchrunner.batch.run.Debate;
import org.batchrunner.batch.run.DebateState;
import org.batchrunner.batch.run.EndedRun;
import org.batchrunner.batch.run.Judge;
import org.batchrunner.batch.run.PriorCalls;
import org.batchrunner.batch.run.PublishStep;
import org.batchrunner.batch.run.RecordedResult;
import org.batchrunner.batch.run.Recorder;
import org.batchrunner.batch.run.ReplyReplay;
import org.batchrunner.batch.run.Run;
import org.batchrunner.batch.run.SkippedTask;
import org.batchrunner.common.Json;
import org.batchrunner.files.FileTree;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Bill;
import org.batchrunner.ledger.Claim;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.LedgerSettings;
import org.batchrunner.ledger.NewBatch;
import org.batchrunner.ledger.Releases.CallNo;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.metrics.Counters;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Grant;
import org.batchrunner.money.Tokens;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.outbox.InputColumns;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.outbox.Reports;
import org.batchrunner.provider.Api;
import org.batchrunner.provider.DecodedReply;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.mock.MockModel;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Reply;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.batchrunner.task.Totals;
import org.batchrunner.task.options.Options;

/**
 * Tasks go through the program's own steps on a real ledger, while calls are lost, caps are raised
 * and lowered until they bind, money is released, the program is killed and goes on, and what did
 * not end well is tried again: the sums over the results are the totals, and those of the calls.
 */
class SumsProperties {

  private static final int TASKS = 6;
  private static final int LIVES = 7;
  private static final int MOST_ATTEMPTS = 3;

  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  @Tag("kills")
  void resultsTotalsAndCallsAddUpToTheSameMoreOften(@ForAll long seed) throws Exception {
    resultsTotalsAndCallsAddUpToTheSame(seed);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void resultsTotalsAndCallsAddUpToTheSame(@ForAll long seed) throws Exception {
    Path home = Files.createTempDirectory("sums");
    try (Schedule schedule = new Schedule(home, seed)) {
      for (int life = 0; life < LIVES; life++) {
        schedule.live(life);
        schedule.check();
        schedule.meddle();
      }
    } finally {
      delete(home);
    }
  }

  private static void delete(Path folder) throws IOException {
    FileTree.delete(folder);
  }

  /** The program was killed in the middle of a task. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Schedule implements AutoCloseable {

    private final Random random;
    private final Path home;
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final CorpusRegistry corpora;
    private final Providers providers;
    private final CallPlanner preparation;
    private final Debate debate;
    private final Judge judge;
    private final MockModel model = new MockModel();
    private final List<Runnable> late = new ArrayList<>();
    private Ledger ledger;
    private SharedCalls inFlight;
    private CallAccounting book;
    private Recorder recorder;

    Schedule(Path home, long seed) {
      this.home = home;
      this.random = new Random(seed);
      this.corpora = new CorpusRegistry(home.resolve("data"), clock);
      this.providers =
          new Providers(
              List.of(
                  provider("openai", Api.OPENAI, "gpt-4o-mini"),
                  provider("anthropic", Api.ANTHROPIC, "claude-haiku-4-5")));
      this.preparation = new CallPlanner(providers, PriceList.builtIn(), corpora, clock);
      this.debate = new Debate(corpora);
      this.judge = new Judge(preparation);
      open();
      ledger
          .batches()
          .accept(
              new NewBatch("b", "tasks.csv", "sha", options(), Mode.REAL, "1", "none", TASKS, 0),
              null);
    }

    private static ProviderSettings provider(String name, Api api, String model) {
      return new ProviderSettings(
          name,
          api,
          URI.create("http://127.0.0.1:1/v1"),
          "key",
          List.of(model),
          8,
          null,
          null,
          Duration.ofSeconds(1));
    }

    private void open() {
      ledger = Ledger.open(LedgerSettings.in(home), clock);
      inFlight = new SharedCalls();
      Counters tally = new Counters();
      book =
          new CallAccounting(
              ledger,
              new ReplyPrice(PriceList.builtIn(), providers, clock),
              inFlight,
              (run, why) -> {},
              tally);
      recorder = new Recorder(ledger, new Redactors(), tally);
    }

    private Options options() {
      boolean single = random.nextInt(3) == 0;
      return Options.DEFAULTS.with(
          Map.of(
              "debaters",
              List.of("openai/gpt-4o-mini", "anthropic/claude-haiku-4-5"),
              "workflow",
              single ? "single" : "debate",
              "release",
              "by-hand",
              "reuse",
              random.nextInt(4) > 0,
              "cap-mode",
              random.nextInt(4) == 0 ? "soft" : "hard",
              "per-run-cap",
              cents(1, 8),
              "per-batch-cap",
              cents(0, 12)));
    }

    /** Around what a task can cost. */
    private String cents(int least, int most) {
      return Dollars.parse("0.005")
          .toBigDecimal()
          .multiply(java.math.BigDecimal.valueOf(least + random.nextInt(most)))
          .toPlainString();
    }

    /** Works the batch until it ends, or the program is killed. */
    void live(int life) throws InterruptedException {
      String owner = "owner-" + life;
      Optional<Claim> claim =
          ledger.batches().claim("b", owner, Duration.ofMinutes(1), dead -> true);
      if (claim.isEmpty()) {
        return;
      }
      late.forEach(Runnable::run);
      late.clear();
      ActiveBatch batch = new ActiveBatch(claim.get(), System::nanoTime);
      if (batch.batch().state().ended()) {
        reported(owner, batch);
        return;
      }
      if (batch.batch().wanted() == org.batchrunner.ledger.RequestedState.CANCEL) {
        batch.stop(StopRequest.CANCEL, "cancelled");
      }
      try {
        work(batch);
      } catch (Killed e) {
        restart();
        return;
      }
      BatchRecord now = ledger.batches().find("b").orElseThrow();
      if (batch.totals().done() == TASKS) {
        BatchState state =
            batch.stopRequest() == StopRequest.CANCEL ? BatchState.CANCELLED : BatchState.FINISHED;
        ledger.batches().become("b", owner, batch.epoch(), state, null);
        reported(owner, batch);
      } else {
        assertThat(now.state().ended()).isFalse();
        ledger.batches().release("b", owner, batch.epoch(), BatchState.ACCEPTED, null);
      }
    }

    private void reported(String owner, ActiveBatch batch) {
      long corrections = ledger.batches().find("b").orElseThrow().corrections();
      ledger.batches().reported("b", owner, batch.epoch(), corrections);
    }

    private void restart() {
      Ledger old = ledger;
      open();
      old.close();
    }

    private void work(ActiveBatch batch) throws InterruptedException {
      HoldService holds = new HoldService(ledger, inFlight, new ReplyReplay(debate, judge, ledger));
      TaskAdmitter admitter =
          new TaskAdmitter(
              batch,
              tasks().iterator(),
              preparation,
              holds,
              new PriorCalls(ledger, preparation, debate),
              new Counters(),
              System::nanoTime);
      for (Object next = admitter.next(); next != null; next = admitter.next()) {
        RecordedResult recorded =
            next instanceof Run run
                ? recorder.record(run(run))
                : recorder.record(batch.context(), (SkippedTask) next);
        recorded.committed().join();
        batch.ended(recorded.result());
        if (random.nextInt(25) == 0) {
          batch.stop(StopRequest.CANCEL, "cancelled");
        }
      }
    }

    private static List<Task> tasks() {
      return IntStream.rangeClosed(1, TASKS)
          .mapToObj(seq -> Task.of(seq, "Name tree number " + seq % 5))
          .toList();
    }

    private EndedRun run(Run run) throws InterruptedException {
      List<CallResult> answers = new ArrayList<>();
      for (CallInProgress calling : run.calls()) {
        answers.add(call(calling));
      }
      DebateState drafts = debate.read(answers);
      Object next = judge.ask(drafts);
      while (next instanceof CallInProgress calling) {
        next = judge.read(call(calling));
      }
      if (random.nextInt(12) == 0) {
        throw new Killed();
      }
      return new PublishStep(System::nanoTime).publish((DebateState) next);
    }

    /** As the call routes do it. */
    private CallResult call(CallInProgress calling) throws InterruptedException {
      Optional<Reply> stored = book.reuse(calling);
      if (stored.isPresent()) {
        return CallResult.replied(calling, stored.get());
      }
      String error = "";
      try {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
          book.intend(calling);
          if (random.nextInt(15) == 0) {
            book.notSent(calling);
            book.end(calling);
            return CallResult.not(calling, CallResult.Ending.UNDONE, "not now");
          }
          calling.sending(System.nanoTime());
          calling.run().attempted();
          if (random.nextInt(15) == 0) {
            if (random.nextBoolean()) {
              late.add(() -> settleLate(calling));
            }
            throw new Killed();
          }
          Reply reply = attempt(calling);
          if (reply != null) {
            return CallResult.replied(calling, reply);
          }
          error = "it was lost";
        }
      } catch (CapExceededException refused) {
        book.end(calling);
        return CallResult.not(
            calling,
            refused.grant() == Grant.REFUSED_BY_RUN_CAP
                ? CallResult.Ending.REFUSED_BY_RUN_CAP
                : CallResult.Ending.REFUSED_BY_BATCH_CAP,
            "no money");
      }
      book.end(calling);
      return CallResult.not(calling, CallResult.Ending.FAILED, error);
    }

    /** What a killed program had under way is settled after all, by whoever writes now. */
    private void settleLate(CallInProgress calling) {
      Reply unused = book.settle(calling, decoded(calling, true), 5);
    }

    private Reply attempt(CallInProgress calling) {
      int chance = random.nextInt(10);
      if (chance < 5) {
        return book.settle(calling, decoded(calling, true), 5);
      }
      if (chance == 5) {
        return book.settle(calling, decoded(calling, false), 5);
      }
      boolean free = chance == 6;
      book.settle(
          calling,
          new org.batchrunner.provider.CallFailure(
              org.batchrunner.provider.CallFailure.Retry.AGAIN,
              free
                  ? org.batchrunner.provider.CallFailure.Billed.NO
                  : org.batchrunner.provider.CallFailure.Billed.MAYBE,
              Optional.empty(),
              false,
              null,
              free ? "refused" : "the reply was lost"),
          5);
      return null;
    }

    /** Within the bound of its call. */
    private DecodedReply decoded(CallInProgress calling, boolean usage) {
      Reply reply = model.answer(calling.prompt());
      Tokens tokens =
          Tokens.of(
              random.nextInt((int) calling.call().promptBound()),
              random.nextInt(calling.call().maxTokens()));
      return new DecodedReply(
          calling.call().model().model(),
          reply.text(),
          usage ? tokens : null,
          Reply.Finish.STOP,
          "req");
    }

    /** What a user does between two lives of the program. */
    void meddle() {
      if (random.nextInt(3) > 0) {
        ledger
            .batches()
            .options(
                "b",
                ledger
                    .batches()
                    .find("b")
                    .orElseThrow()
                    .options()
                    .with(Map.of("per-batch-cap", cents(0, 20), "per-run-cap", cents(1, 8))));
      }
      if (random.nextInt(3) == 0) {
        long no = ledger.batches().find("b").orElseThrow().no();
        List<CallNo> some =
            ledger.releases().atRisk(no).stream()
                .filter(risky -> random.nextBoolean())
                .map(risky -> new CallNo(risky.call().seq(), risky.call().no()))
                .toList();
        Ledger.await(ledger.releases().release(no, some, "by hand"));
        check();
      }
      BatchRecord batch = ledger.batches().find("b").orElseThrow();
      if (batch.state().ended() && batch.reported()) {
        int unused =
            ledger
                .batches()
                .reopen(
                    "b",
                    List.of(
                        Status.FAILED,
                        Status.NONE,
                        Status.CANCELLED,
                        Status.SKIPPED_BATCH_CAP,
                        Status.BLOCKED_COST_CAP));
      }
    }

    /** Results, totals, reports and calls say the same. */
    void check() {
      BatchRecord batch = ledger.batches().find("b").orElseThrow();
      boolean soft = batch.options().capMode() == org.batchrunner.task.CapMode.SOFT;
      List<Result> results = ledger.results().all(batch.no()).toList();
      for (Result result : results) {
        Bill bill = Bill.of(ledger.results().calls(batch.no(), result.seq()));
        String what = "task %d, %s".formatted(result.seq(), result.status().wire());
        assertThat(result.spent()).as(what).isEqualTo(bill.spent());
        assertThat(result.atRisk()).as(what).isEqualTo(bill.atRisk());
        assertThat(result.attempts()).as(what).isEqualTo(bill.attempts());
        assertThat(result.usage()).as(what).hasSameSizeAs(bill.usage());
        assertThat(result.promptTokens())
            .as(what)
            .isEqualTo(bill.usage().stream().mapToLong(use -> use.promptTokens()).sum());
        boolean withheld = soft && result.status() == Status.BLOCKED_COST_CAP;
        assertThat(result.costEstimate())
            .as(what)
            .isEqualTo(withheld ? Dollars.ZERO : bill.settled());
        if (!result.status().endedWell() && bill.attempts() > 0 && bill.error() != null) {
          assertThat(result.error() != null || result.drafts().size() > 0).as(what).isTrue();
        }
      }
      Totals totals = batch.totals();
      assertThat(totals.cost()).isEqualTo(Dollars.sum(results.stream().map(Result::costEstimate)));
      if (results.size() == TASKS) {
        assertThat(totals.spent()).isEqualTo(Dollars.sum(results.stream().map(Result::spent)));
        assertThat(totals.atRisk()).isEqualTo(Dollars.sum(results.stream().map(Result::atRisk)));
        reportsSayTheSame(batch, results, totals);
      }
      assertThat(totals.promptTokens())
          .isEqualTo(results.stream().mapToLong(Result::promptTokens).sum());
      assertThat(totals.completionTokens())
          .isEqualTo(results.stream().mapToLong(Result::completionTokens).sum());
      assertThat(ledger.upkeep().integrity()).isEmpty();
    }

    private void reportsSayTheSame(BatchRecord batch, List<Result> results, Totals totals) {
      Outbox outbox = new Outbox(home.resolve("outbox"));
      try {
        Totals reported =
            new Reports(outbox)
                .end(
                    BatchFactsFactory.of(batch, batch.reason()),
                    InputColumns.OF_LINES,
                    tasks().iterator(),
                    results.stream().map(StoredResult::of).iterator());
        assertThat(reported.cost()).isEqualTo(totals.cost());
        assertThat(reported.spent()).isEqualTo(totals.spent());
        assertThat(reported.promptTokens()).isEqualTo(totals.promptTokens());
        var summary =
            Json.MAPPER
                .readTree(outbox.path("b").resolve("batch-summary.json").toFile())
                .path("summary")
                .path("totals");
        assertThat(summary.path("spent").decimalValue())
            .isEqualByComparingTo(totals.spent().toBigDecimal());
        assertThat(summary.path("at_risk").decimalValue())
            .isEqualByComparingTo(totals.atRisk().toBigDecimal());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      ledger.close();
    }
  }
}
