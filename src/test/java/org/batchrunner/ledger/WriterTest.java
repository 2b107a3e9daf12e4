package org.batchrunner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.batchrunner.ledger.Ledger.await;
import static org.batchrunner.ledger.Samples.caps;
import static org.batchrunner.ledger.Samples.claimed;
import static org.batchrunner.ledger.Samples.dollars;
import static org.batchrunner.ledger.Samples.hold;
import static org.batchrunner.ledger.Samples.intent;
import static org.batchrunner.ledger.Samples.result;
import static org.batchrunner.ledger.Samples.settled;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.batchrunner.app.SettableClock;
import org.batchrunner.money.Admission;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Grant;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the one writer does when changes, the disk or the ledger's end get in its way. */
class WriterTest {

  private static final Options CAPS = caps("1", "1000");

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(Instant.parse("2025-01-02T03:04:05Z"));
  private LedgerSettings settings;

  @BeforeEach
  void settings() {
    settings =
        LedgerSettings.in(folder.resolve("data"))
            .withTimes(Duration.ofSeconds(10), Duration.ofMillis(1));
  }

  @Test
  void onlyTheChangeAtFaultFails() throws Exception {
    try (Ledger ledger = Ledger.open(settings, clock)) {
      Claim claim = claimed(ledger, "a", CAPS);
      long no = claim.batch().no();
      // While another program holds the file's lock, all that comes gathers in one transaction.
      WriteSession other = new Database(settings).session();
      other.begin();
      List<CompletableFuture<?>> good = new ArrayList<>();
      List<CompletableFuture<?>> bad = new ArrayList<>();
      for (int seq = 1; seq <= 20; seq++) {
        Result result = result(seq, Status.FAILED, "0.01", null);
        good.add(ledger.money().record(no, claim.epoch(), result));
        bad.add(ledger.money().settle(no, settled(seq, 99, "1")));
        bad.add(ledger.money().settle(no + 1, settled(seq, 1, "1")));
      }
      other.commit();
      other.close();
      for (CompletableFuture<?> each : good) {
        assertThat(each.get(20, TimeUnit.SECONDS)).isEqualTo(true);
      }
      for (CompletableFuture<?> each : bad) {
        assertThatThrownBy(each::join).isInstanceOf(CompletionException.class);
      }
      assertThat(Samples.current(ledger, no).totals().byStatus())
          .isEqualTo(Map.of(Status.FAILED, 20L));
      assertThat(Samples.current(ledger, no).budget().settled()).isEqualTo(Dollars.ZERO);
      assertThat(ledger.upkeep().integrity()).isEmpty();
      assertThat(ledger.health().good()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverFailsAndWhenEachChangeIsInOnce(long seed) throws Exception {
    Database database = new Database(settings);
    Faults faults = new Faults(seed, 0.08);
    int tasks = 60;
    try (Ledger ledger =
        Ledger.open(
            settings,
            clock,
            database,
            () ->
                new WriteSession(
                    faults.wrap(database.connection()), SqlDialect.SQLITE, () -> {}))) {
      Claim claim = claimed(ledger, "a", CAPS);
      long no = claim.batch().no();
      List<CompletableFuture<?>> changes = new ArrayList<>();
      for (int seq = 1; seq <= tasks; seq++) {
        MoneyLedger money = ledger.money();
        int task = seq;
        changes.add(
            money
                .admit(no, claim.epoch(), List.of(hold(task, "0.02", "1", "0.01")))
                .thenAccept(x -> assertThat(x).containsExactly(Admission.ADMIT)));
        changes.add(
            money.settle(no, settled(task, 1, "0.003")).thenAccept(x -> assertThat(x).isTrue()));
        changes.add(
            money
                .intend(no, claim.epoch(), intent(task, 2, "0.01"), Dollars.ZERO)
                .thenAccept(x -> assertThat(x).isEqualTo(Grant.GRANTED)));
        changes.add(
            money
                .settle(no, Settlement.atRisk(task, 2, null, "time-out", 1))
                .thenAccept(x -> assertThat(x).isTrue()));
        changes.add(
            money
                .record(no, claim.epoch(), result(task, Status.PUBLISHED, "0.003", "x"))
                .thenAccept(x -> assertThat(x).isTrue()));
        if (seq % 10 == 0) {
          Accepted other = ledger.batches().accept(Samples.batch("b" + seq, CAPS), null);
          assertThat(other.batch().id()).isEqualTo("b" + seq);
        }
      }
      for (CompletableFuture<?> change : changes) {
        change.get(30, TimeUnit.SECONDS);
      }
      faults.heal();
      BatchRecord batch = Samples.current(ledger, no);
      assertThat(batch.totals().byStatus()).isEqualTo(Map.of(Status.PUBLISHED, (long) tasks));
      assertThat(batch.budget().settled()).isEqualTo(dollars("0.003").times(tasks));
      assertThat(batch.budget().atRisk()).isEqualTo(dollars("0.01").times(tasks));
      assertThat(batch.budget().held()).isEqualTo(Dollars.ZERO);
      assertThat(ledger.batches().list(Set.of(), 0, 99).total()).isEqualTo(7);
      assertThat(ledger.upkeep().integrity()).isEmpty();
    }
  }

  @Test
  void aFullDiskHoldsTheWorkUpAndLosesNothing() throws Exception {
    Database database = new Database(settings);
    AtomicInteger pages = new AtomicInteger(1_000_000);
    BlockingQueue<Health> told = new LinkedBlockingQueue<>();
    try (Ledger ledger = Ledger.open(settings, clock, database, () -> small(database, pages))) {
      ledger.onHealth(told::add);
      Claim claim = claimed(ledger, "a", CAPS);
      long no = claim.batch().no();
      pages.set(40);
      String text = "x".repeat(100_000);
      // A change at fault makes the writer open another connection: one on the small disk.
      assertThatThrownBy(() -> await(ledger.money().settle(no, settled(1, 1, "1"))))
          .isInstanceOf(IllegalStateException.class);
      List<CompletableFuture<Boolean>> recorded = new ArrayList<>();
      for (int seq = 1; seq <= 30; seq++) {
        Result result = result(seq, Status.PUBLISHED, "0.01", text);
        recorded.add(ledger.money().record(no, claim.epoch(), result));
      }
      Health full = told.poll(20, TimeUnit.SECONDS);
      assertThat(full).isNotNull();
      assertThat(full.good()).isFalse();
      assertThat(full.cause()).contains("full");
      assertThat(full.since()).isEqualTo(clock.instant());
      assertThat(ledger.health().good()).isFalse();
      assertThat(recorded.get(29)).isNotDone();
      // What is committed can be read meanwhile.
      assertThat(ledger.batches().find("a")).isPresent();
      pages.set(1_000_000);
      for (CompletableFuture<Boolean> each : recorded) {
        assertThat(each.get(20, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(Health.GOOD);
      assertThat(Samples.current(ledger, no).totals().done()).isEqualTo(30);
      assertThat(ledger.upkeep().integrity()).isEmpty();
    }
  }

  private static WriteSession small(Database database, AtomicInteger pages) throws SQLException {
    WriteSession session = database.session();
    session.list("PRAGMA max_page_count = " + pages.get(), (row, n) -> row.getLong(1));
    return session;
  }

  @Test
  void aLedgerThatIsClosedWhileItCantWriteSaysSo() throws Exception {
    Database database = new Database(settings);
    Faults faults = new Faults(1, 1);
    AtomicInteger opened = new AtomicInteger();
    BlockingQueue<Health> told = new LinkedBlockingQueue<>();
    Ledger ledger =
        Ledger.open(
            settings,
            clock,
            database,
            () ->
                opened.getAndIncrement() == 0
                    ? database.session()
                    : new WriteSession(
                        faults.wrap(database.connection()), SqlDialect.SQLITE, () -> {}));
    ledger.onHealth(told::add);
    Claim claim = claimed(ledger, "a", CAPS);
    long no = claim.batch().no();
    assertThatThrownBy(() -> await(ledger.money().settle(no, settled(1, 1, "1"))))
        .isInstanceOf(IllegalStateException.class);
    CompletableFuture<Boolean> recorded =
        ledger.money().record(no, claim.epoch(), result(1, Status.FAILED, "0", null));
    assertThat(told.poll(20, TimeUnit.SECONDS)).isNotNull();
    ledger.close();
    assertThatThrownBy(() -> await(recorded))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("closed before it could write");
    assertThatThrownBy(
            () -> await(ledger.money().record(no, 1, result(2, Status.FAILED, "0", null))))
        .isInstanceOf(LedgerException.class)
        .hasMessage("the ledger is closed");
  }

  @Test
  void whatWaitsIsWrittenBeforeTheLedgerCloses() {
    List<CompletableFuture<Boolean>> recorded = new ArrayList<>();
    try (Ledger ledger = Ledger.open(settings, clock)) {
      Claim claim = claimed(ledger, "a", CAPS);
      for (int seq = 1; seq <= 2000; seq++) {
        Result result = result(seq, Status.FAILED, "0", null);
        recorded.add(ledger.money().record(claim.batch().no(), claim.epoch(), result));
      }
    }
    assertThat(recorded).allSatisfy(each -> assertThat(each).isCompletedWithValue(true));
    try (Ledger ledger = Ledger.open(settings, clock)) {
      assertThat(ledger.batches().find("a").orElseThrow().totals().done()).isEqualTo(2000);
    }
  }
}
