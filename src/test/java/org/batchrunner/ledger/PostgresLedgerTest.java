package org.batchrunner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.batchrunner.ledger.Samples.caps;
import static org.batchrunner.ledger.Samples.claimed;
import static org.batchrunner.ledger.Samples.dollars;
import static org.batchrunner.ledger.Samples.result;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on PostgreSQL. */
class PostgresLedgerTest extends LedgerContract {

  private static Postgres postgres;
  private LedgerSettings settings;

  @BeforeAll
  static void start() {
    postgres = new Postgres();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Override
  LedgerSettings settings() {
    if (settings == null) {
      settings = postgres.newDatabase();
    }
    return settings;
  }

  @Test
  void aLostConnectionLosesNothing() throws Exception {
    Claim claim = claimed(ledger, "a", caps("1", "100"));
    long no = claim.batch().no();
    for (int round = 0; round < 5; round++) {
      List<CompletableFuture<Boolean>> recorded = new ArrayList<>();
      for (int seq = round * 200 + 1; seq <= round * 200 + 200; seq++) {
        Result result = result(seq, Status.FAILED, "0.001", null);
        recorded.add(ledger.money().record(no, claim.epoch(), result));
        if (seq % 50 == 0) {
          postgres.execute(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                  + " WHERE application_name = 'batch-runner'");
        }
      }
      for (CompletableFuture<Boolean> each : recorded) {
        assertThat(each.get(60, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(Samples.current(ledger, no).totals().byStatus())
        .isEqualTo(Map.of(Status.FAILED, 1000L));
    assertThat(Samples.current(ledger, no).totals().cost()).isEqualTo(dollars("1"));
    assertThat(ledger.health().good()).isTrue();
  }

  @Test
  void aConnectionLostInTheMiddleOfATransactionLosesNothing() throws Exception {
    Claim claim = claimed(ledger, "a", caps("1", "100"));
    long no = claim.batch().no();
    BlockingQueue<Health> told = new LinkedBlockingQueue<>();
    ledger.onHealth(told::add);
    CompletableFuture<Boolean> recorded;
    try (Connection other = DriverManager.getConnection(settings().url(), "postgres", "postgres");
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT * FROM account FOR UPDATE");
      recorded = ledger.money().record(no, claim.epoch(), result(1, Status.FAILED, "0", null));
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          postgres.count(
                              "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                  + " AND application_name = 'batch-runner'"))
                      .isEqualTo(1));
      postgres.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'batch-runner'");
      Health lost = told.poll(30, TimeUnit.SECONDS);
      assertThat(lost).isNotNull();
      assertThat(lost.good()).isFalse();
      assertThat(recorded).isNotDone();
    }
    assertThat(recorded.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(Health.GOOD);
    assertThat(Samples.current(ledger, no).totals().done()).isEqualTo(1);
  }

  @Test
  void aBackupIsAnotherToolsMatter() {
    assertThatThrownBy(() -> ledger.upkeep().backup(Path.of("copy.db")))
        .hasMessage("the ledger is in PostgreSQL: back it up with pg_dump");
  }
}
