package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.harness.OutcomeAssert.assertOutcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two programs on one inbox and one ledger: no file twice, no task twice. */
@Tag("alone")
class TwoAtOnceIT {

  private static final Set<String> FIGURES =
      Set.of("usage", "cost_estimate", "spent", "at_risk", "attempts", "cost");

  private static final int FILES = 6;
  private static final int CONCURRENCY = 8;
  private static final int TASKS = 60;

  @TempDir Path home;
  private ModelStub stub;

  @BeforeEach
  void start() {
    stub = ModelStub.start().latency(Duration.ofMillis(50));
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void twoWatchesShareAnInbox() {
    Workplace workplace = workplace();
    try (ProgramProcess one = workplace.start("watch");
        ProgramProcess other = workplace.start("watch")) {
      until(() -> one.err().contains("Watching") && other.err().contains("Watching"));
      for (int file = 1; file <= FILES; file++) {
        workplace.drop("file" + file + ".csv", TaskFiles.csv("file " + file, TASKS));
      }
      until(() -> workplace.reported(FILES));
    }
    checkEachOnce(workplace, FILES);
  }

  @Test
  void aRunBesideAWatch() {
    Workplace workplace = workplace();
    Path file = workplace.file("mine.csv", TaskFiles.csv("mine", TASKS));
    try (ProgramProcess watch = workplace.start("watch")) {
      until(() -> watch.err().contains("Watching"));
      workplace.drop("theirs.csv", TaskFiles.csv("theirs", TASKS));
      try (ProgramProcess run = workplace.start("run", file.toString(), "--json")) {
        assertThat(run.exitCode()).as(run.err()).isZero();
      }
      until(() -> workplace.reported(2));
    }
    checkEachOnce(workplace, 2);
  }

  @Test
  void theBatchOfADeadProgramIsTakenOver() {
    Workplace workplace = workplace();
    workplace.drop("heir.csv", TaskFiles.csv("heir", TASKS));
    int underWay;
    try (ProgramProcess one = workplace.start("watch")) {
      until(() -> stub.journal().requests() >= 10);
      try (ProgramProcess other = workplace.start("watch")) {
        until(() -> other.err().contains("Watching"));
        underWay = sendToSleep(one, workplace);
        one.kill();
        until(() -> workplace.reported(1));
      }
    }
    Outcome outcome = Outcome.read(workplace.batches().get(0));
    assertOutcome(outcome).isWhole(TASKS).addsUp();
    assertThat(outcome.count("published")).isEqualTo(TASKS);
    assertThat(stub.journal().requests()).isLessThanOrEqualTo(TASKS + underWay);
  }

  @Test
  void twoWatchesAndARunOnSqlite() {
    twoWatchesAndARun(workplace());
  }

  @Test
  void twoWatchesAndARunOnPostgres() throws IOException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      twoWatchesAndARun(
          workplace()
              .set("ledger.url", server.getJdbcUrl("postgres", "postgres"))
              .set("ledger.username", "postgres")
              .set("ledger.password", "postgres"));
    }
  }

  /** Nobody dies: a lease is long enough for the busiest machine. */
  private void twoWatchesAndARun(Workplace workplace) {
    workplace.set("lease", "60s");
    Path mine = workplace.file("mine.csv", TaskFiles.csv("mine", TASKS));
    try (ProgramProcess one = workplace.start("watch");
        ProgramProcess other = workplace.start("watch")) {
      one.until("the inbox", () -> one.err().contains("Watching"));
      other.until("the inbox", () -> other.err().contains("Watching"));
      for (int file = 1; file < FILES; file++) {
        workplace.drop("file" + file + ".csv", TaskFiles.csv("file " + file, TASKS));
      }
      try (ProgramProcess run = workplace.start("run", mine.toString(), "--json")) {
        assertThat(run.exitCode()).as(run.err()).isZero();
      }
      one.until("the reports", () -> workplace.reported(FILES));
    }
    checkEachOnce(workplace, FILES);
  }

  /** A program that stands still loses its batch, and changes nothing when it wakes up. */
  @Test
  void aProgramThatWokeUpLateChangesNothing() {
    Workplace workplace = workplace();
    workplace.drop("sleeper.csv", TaskFiles.csv("sleeper", TASKS));
    int underWay;
    try (ProgramProcess sleeper = workplace.start("watch")) {
      sleeper.until("calls", () -> stub.journal().requests() >= 10);
      underWay = sendToSleep(sleeper, workplace);
      try (ProgramProcess heir = workplace.start("watch")) {
        heir.until("the report", () -> workplace.reported(1));
        Outcome before = Outcome.read(workplace.batches().get(0));
        int requests = stub.journal().requests();
        sleeper.signal("CONT");
        sleeper.until("it notices", () -> sleeper.err().contains("taken it over"));
        sleeper.terminate();
        assertThat(sleeper.exitCode()).as(sleeper.err()).isIn(0, 143);
        assertThat(stub.journal().requests()).as("calls after it woke up").isEqualTo(requests);
        Outcome after = Outcome.read(workplace.batches().get(0));
        assertThat(published(after)).containsExactlyInAnyOrderElementsOf(published(before));
      }
    }
    Outcome outcome = Outcome.read(workplace.batches().get(0));
    assertOutcome(outcome).isWhole(TASKS).addsUp();
    assertThat(outcome.count("published")).isEqualTo(TASKS);
    assertThat(stub.journal().requests()).isLessThanOrEqualTo(TASKS + underWay);
    assertThat(outcome.total("spent")).isGreaterThanOrEqualTo(stub.journal().dollars());
  }

  /**
   * All that a batch published, without its figures: what a call has cost, and whether it was sent,
   * is put right when the program that made it tells so at last.
   */
  private static List<Object> published(Outcome outcome) {
    List<Object> published = new ArrayList<>();
    for (JsonNode result : outcome.results()) {
      published.add(((ObjectNode) result.deepCopy()).without(FIGURES));
    }
    for (JsonNode line : outcome.lines()) {
      published.add(((ObjectNode) line.deepCopy()).without(FIGURES));
    }
    for (Map<String, String> row : outcome.rows()) {
      Map<String, String> rest = new TreeMap<>(row);
      rest.keySet().removeAll(FIGURES);
      rest.computeIfPresent("reason", (name, text) -> text.replaceFirst("; lost calls may .*", ""));
      published.add(rest);
    }
    return published;
  }

  /**
   * Not in the middle of a commit: then it would keep SQLite's lock, and its heir would wait.
   *
   * @return the calls whose end is not in the ledger: those alone may be asked again
   */
  private static int sendToSleep(ProgramProcess sleeper, Workplace workplace) {
    while (true) {
      sleeper.signal("STOP");
      String ledger = "jdbc:sqlite:" + workplace.data().resolve("ledger.db");
      try (Connection connection = DriverManager.getConnection(ledger);
          Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA busy_timeout = 0");
        statement.execute("BEGIN IMMEDIATE");
        try (ResultSet row =
            statement.executeQuery("SELECT count(*) FROM call WHERE state = 'intended'")) {
          int underWay = row.getInt(1);
          statement.execute("ROLLBACK");
          return underWay;
        }
      } catch (SQLException e) {
        sleeper.signal("CONT");
      }
    }
  }

  private void checkEachOnce(Workplace workplace, int files) {
    assertThat(workplace.batches()).hasSize(files);
    for (Path folder : workplace.batches()) {
      Outcome outcome = Outcome.read(folder);
      assertOutcome(outcome).isWhole(TASKS).addsUp();
      assertThat(outcome.count("published")).isEqualTo(TASKS);
    }
    assertThat(stub.journal().requests()).as("requests").isEqualTo(files * TASKS);
  }

  private static void until(java.util.function.BooleanSupplier condition) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(5))
        .until(condition::getAsBoolean);
  }

  private Workplace workplace() {
    return new Workplace(Application.built(), home)
        .provider("openai", stub.baseUrl(Api.OPENAI))
        .set("defaults.debaters", "openai/gpt-4o-mini")
        .set("defaults.concurrency", Integer.toString(CONCURRENCY))
        .set("settle-time", "0s")
        .set("lease", "2s")
        .java("-XX:TieredStopAtLevel=1");
  }
}
