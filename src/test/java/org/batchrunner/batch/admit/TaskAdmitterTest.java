package org.batchrunner.batch.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.StopRequest;
import org.batchrunner.batch.call.SharedCalls;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.batch.run.CallPlanner;
import org.batchrunner.batch.run.Debate;
import org.batchrunner.batch.run.Judge;
import org.batchrunner.batch.run.PriorCalls;
import org.batchrunner.batch.run.ReplyReplay;
import org.batchrunner.batch.run.Run;
import org.batchrunner.batch.run.SkippedTask;
import org.batchrunner.ledger.Claim;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.LedgerSettings;
import org.batchrunner.ledger.NewBatch;
import org.batchrunner.metrics.Counters;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.provider.Api;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real ledger: what is handed out, in which order, and what becomes of the money. */
class TaskAdmitterTest {

  private static final int TASKS = 6;

  @TempDir Path home;
  private final SharedCalls inFlight = new SharedCalls();
  private Ledger ledger;
  private CallPlanner preparation;
  private CorpusRegistry corpora;

  @BeforeEach
  void open() {
    ledger = Ledger.open(LedgerSettings.in(home), Clock.systemUTC());
    corpora = new CorpusRegistry(home.resolve("data"), Clock.systemUTC());
    preparation =
        new CallPlanner(
            new Providers(
                List.of(
                    new ProviderSettings(
                        "openai",
                        Api.OPENAI,
                        URI.create("http://127.0.0.1:1/v1"),
                        "key",
                        List.of("gpt-4o-mini"),
                        8,
                        null,
                        null,
                        Duration.ofSeconds(1)))),
            PriceList.builtIn(),
            corpora,
            Clock.systemUTC());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void tasksComeInFileOrderEachWithItsMoneyHeld() throws Exception {
    ActiveBatch batch = batch(Map.of("concurrency", 2));
    TaskAdmitter admitter = admitter(batch, tasks());
    for (int seq = 1; seq <= TASKS; seq++) {
      assertThat(run(admitter).task().seq()).isEqualTo(seq);
      assertThat(held(batch).isZero()).isFalse();
      if (batch.running() == 2) {
        batch.ended(null);
      }
    }
    batch.ended(null);
    assertThat(admitter.next()).isNull();
  }

  /**
   * The ledger could not be read, say: a run that was handed out, or has its money, is not lost.
   */
  @Test
  void aFailureToReadOnLosesNoRun() throws Exception {
    ActiveBatch batch = batch(Map.of("concurrency", 2));
    Iterator<Task> broken =
        IntStream.rangeClosed(1, TASKS)
            .mapToObj(
                seq -> {
                  if (seq == 4) {
                    throw new IllegalStateException("the disk is gone");
                  }
                  return task(seq);
                })
            .iterator();
    TaskAdmitter admitter = admitter(batch, broken);
    int handedOut = 0;
    while (true) {
      try {
        assertThat(run(admitter).task().seq()).isEqualTo(++handedOut);
        batch.ended(null);
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("the disk is gone");
        break;
      }
    }
    assertThat(handedOut).as("handed out before the failure").isPositive();
    assertThat(batch.running()).as("none is lost: each that began was handed out").isZero();
    batch.stop(StopRequest.LEAVE, "it can't be read");
    assertThat(admitter.next()).isNull();
    assertThat(announced(4)).as("nobody waits for a call that is not made").isFalse();
  }

  @Test
  void aPauseGivesBackTheMoneyOfTasksThatHaveNotBegun() throws Exception {
    ActiveBatch batch = batch(Map.of("concurrency", 4));
    TaskAdmitter admitter = admitter(batch, tasks());
    Run first = run(admitter);
    batch.stop(StopRequest.PAUSE, "paused");
    batch.ended(null);
    assertThat(admitter.next()).isNull();
    Dollars worst = first.calls().get(0).call().worst();
    await("all but the first gave it back").until(() -> held(batch).equals(worst));
  }

  @Test
  void whatTheCapDoesNotLeaveRoomForIsSkipped() throws Exception {
    ActiveBatch batch = batch(Map.of("concurrency", 2, "per-batch-cap", "0.000001"));
    TaskAdmitter admitter = admitter(batch, tasks());
    for (int seq = 1; seq <= TASKS; seq++) {
      SkippedTask skipped = (SkippedTask) admitter.next();
      assertThat(skipped.task().seq()).isEqualTo(seq);
      assertThat(skipped.result().status()).isEqualTo(Status.SKIPPED_BATCH_CAP);
      batch.ended(skipped.result());
    }
    assertThat(admitter.next()).isNull();
    assertThat(held(batch)).isEqualTo(Dollars.ZERO);
  }

  @Test
  void aTaskWaitsForMoneyThatMayComeBack() throws Exception {
    Dollars worst = worst();
    ActiveBatch batch =
        batch(Map.of("concurrency", 2, "per-batch-cap", worst.toBigDecimal().toPlainString()));
    TaskAdmitter admitter = admitter(batch, tasks());
    Run first = run(admitter);
    assertThat(batch.hasSlot()).isTrue();
    Thread ends =
        new Thread(
            () -> {
              await().until(() -> batch.changes() > 0);
              int unused =
                  Ledger.await(
                      ledger
                          .money()
                          .withdraw(
                              batch.context().no(), batch.epoch(), List.of(first.task().seq())));
              batch.ended(null);
            });
    ends.start();
    assertThat(run(admitter).task().seq()).isEqualTo(2);
    ends.join();
  }

  @Test
  void aRequestThatNamesAModelThatIsNotAllowedIsNotMade() throws Exception {
    ActiveBatch batch = batch(Map.of("allowed-models", List.of("openai/gpt-4o-mini")));
    Task request =
        new Task(
            1,
            "dear",
            "Name a tree",
            Map.of(),
            "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Name a tree\"}]}");
    SkippedTask refused = (SkippedTask) admitter(batch, List.of(request).iterator()).next();
    assertThat(refused.result().status()).isEqualTo(Status.FAILED);
    assertThat(refused.result().error())
        .contains("openai/gpt-4o", "allowed-models (openai/gpt-4o-mini)");
  }

  private Dollars worst() {
    ActiveBatch batch = batch(Map.of());
    return preparation.prepare(batch.context(), task(1)).drafts().get(0).call().worst();
  }

  private boolean announced(int seq) {
    ActiveBatch batch = batch(Map.of());
    String key = preparation.prepare(batch.context(), task(seq)).drafts().get(0).call().key();
    return !inFlight.announce(key);
  }

  private Dollars held(ActiveBatch batch) {
    return ledger.batches().find(batch.id()).orElseThrow().budget().held();
  }

  private static Run run(TaskAdmitter admitter) throws InterruptedException {
    return (Run) admitter.next();
  }

  private TaskAdmitter admitter(ActiveBatch batch, Iterator<Task> tasks) {
    Debate debate = new Debate(corpora);
    HoldService holds =
        new HoldService(ledger, inFlight, new ReplyReplay(debate, new Judge(preparation), ledger));
    PriorCalls prior = new PriorCalls(ledger, preparation, debate);
    return new TaskAdmitter(
        batch, tasks, preparation, holds, prior, new Counters(), System::nanoTime);
  }

  private static Iterator<Task> tasks() {
    return IntStream.rangeClosed(1, TASKS).mapToObj(TaskAdmitterTest::task).iterator();
  }

  private static Task task(int seq) {
    return Task.of(seq, "Name tree number " + seq);
  }

  private ActiveBatch batch(Map<String, Object> options) {
    Options all =
        Options.DEFAULTS
            .with(Map.of("debaters", List.of("openai/gpt-4o-mini"), "workflow", "single"))
            .with(options);
    String id = "batch-" + System.nanoTime();
    String unused =
        ledger
            .batches()
            .accept(new NewBatch(id, "tasks.csv", id, all, Mode.REAL, "1", "none", TASKS, 0), null)
            .batch()
            .id();
    Claim claim =
        ledger.batches().claim(id, "me", Duration.ofMinutes(1), owner -> false).orElseThrow();
    return new ActiveBatch(claim, System::nanoTime);
  }
}
