package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.harness.OutcomeAssert.assertOutcome;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message broker between batch and task, PostgreSQL below, and programs on both sides. */
class BrokerIT {

  private static final int TASKS = 60;
  private static final String JMS =
      "jms:queue:tasks?concurrentConsumers=4&acknowledgementModeName=CLIENT_ACKNOWLEDGE";
  private static final String SJMS = "sjms2:queue:tasks?concurrentConsumers=4";

  private static EmbeddedPostgres postgres;
  private static int databases;

  @TempDir Path home;
  private ModelStub stub;
  private Broker broker;

  @BeforeAll
  static void startPostgres() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stopPostgres() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void start() {
    stub = ModelStub.start().latency(Duration.ofMillis(50));
    broker = new Broker(home.resolve("broker"));
  }

  @AfterEach
  void stop() {
    stub.close();
    broker.close();
  }

  private static String newDatabase() {
    String name = "ledger" + ++databases;
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return postgres.getJdbcUrl("postgres", name);
  }

  @ParameterizedTest
  @ValueSource(strings = {JMS, SJMS})
  void aSingleProgramWorksItsTasksByWayOfTheBroker(String endpoint) {
    Workplace workplace = workplace(endpoint);
    Path file = workplace.file("alone.csv", TaskFiles.csv("alone", TASKS));
    try (ProgramProcess run = workplace.start("run", file.toString(), "--json")) {
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
    check(workplace);
    assertThat(stub.journal().requests()).as("requests").isEqualTo(TASKS);
  }

  @Test
  void oneNodeHandsOverAndAnotherWorks() {
    Workplace workplace = workplace(JMS);
    try (ProgramProcess worker = worker(workplace);
        ProgramProcess holder = holder(workplace)) {
      workplace.drop("shared.csv", TaskFiles.csv("shared", TASKS));
      until(workplace, () -> workplace.reported(1));
      assertThat(holder.err() + worker.err()).doesNotContain("was lost", "ERROR");
    }
    check(workplace);
    assertThat(stub.journal().requests()).as("requests").isEqualTo(TASKS);
  }

  @Test
  void rowsThatRepeatShareOneCallOnWhicheverNode() {
    Workplace workplace = workplace(JMS);
    String same = TaskFiles.csv("same", 1).lines().skip(1).findFirst().orElseThrow();
    StringBuilder rows = new StringBuilder("id,task\n");
    for (int row = 1; row <= TASKS; row++) {
      rows.append(row).append(same.substring(same.indexOf(','))).append('\n');
    }
    try (ProgramProcess one = worker(workplace);
        ProgramProcess other = worker(workplace);
        ProgramProcess holder = holder(workplace)) {
      workplace.drop("same.csv", rows.toString());
      until(workplace, () -> workplace.reported(1));
      assertThat(holder.err() + one.err() + other.err()).doesNotContain("was lost", "ERROR");
    }
    check(workplace);
    assertThat(stub.journal().requests()).as("requests").isEqualTo(1);
  }

  @Tag("kills")
  @ParameterizedTest
  @ValueSource(strings = {JMS, SJMS})
  void aWorkerThatIsKilledLosesNoTask(String endpoint) {
    Workplace workplace = workplace(endpoint);
    stub.latency(Duration.ofMillis(500));
    try (ProgramProcess doomed = worker(workplace);
        ProgramProcess heir = worker(workplace);
        ProgramProcess holder = holder(workplace)) {
      workplace.drop("heirs.csv", TaskFiles.csv("heirs", TASKS));
      until(workplace, () -> stub.journal().requests() >= 10);
      doomed.kill();
      until(workplace, () -> workplace.reported(1));
      assertThat(holder.err()).contains("was lost", "had begun it and did not end it");
      assertThat(heir.err()).doesNotContain("ERROR");
    }
    check(workplace);
    assertThat(stub.journal().requests()).as("requests").isLessThanOrEqualTo(TASKS + 8);
  }

  /** As docs/pipelines.md tells people to run it: each node holds batches and works tasks. */
  @Test
  void aKilledWorkerMakesTheHoldersOwnTasksAskForNothingInVain() {
    Workplace workplace = workplace(JMS);
    stub.latency(Duration.ofMillis(500));
    try (ProgramProcess holder = started(workplace, "all");
        ProgramProcess doomed = worker(workplace)) {
      workplace.drop("both.csv", TaskFiles.csv("both", TASKS));
      until(workplace, () -> stub.journal().requests() >= 10);
      doomed.kill();
      until(workplace, () -> workplace.reported(1));
      assertThat(holder.err()).contains("was lost", "had begun it and did not end it");
      holder.terminate();
      assertThat(holder.exitCode()).as(holder.err()).isIn(0, 143);
    }
    check(workplace);
    assertThat(stub.journal().requests()).as("requests").isLessThanOrEqualTo(TASKS + 8);
    assertThat(intents()).as("intents in the ledger").isLessThanOrEqualTo(TASKS + 4 * 8);
  }

  private static int intents() {
    try (Connection connection =
            postgres.getDatabase("postgres", "ledger" + databases).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM call")) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answers of tasks that were under way are lost with it; their results are not. */
  @Test
  void aBrokerThatComesBackIsGoneOnWith() {
    Workplace workplace = workplace(JMS + "&requestTimeout=5000");
    stub.latency(Duration.ofMillis(500));
    try (ProgramProcess worker = worker(workplace);
        ProgramProcess holder = holder(workplace)) {
      workplace.drop("cut.csv", TaskFiles.csv("cut", TASKS));
      until(workplace, () -> stub.journal().requests() >= 10);
      int port = broker.port();
      broker.close();
      until(workplace, () -> stub.journal().inFlight() == 0);
      int asked = stub.journal().requests();
      broker = new Broker(home.resolve("broker"), port);
      until(workplace, () -> stub.journal().requests() > asked);
      until(workplace, () -> workplace.reported(1));
    }
    check(workplace);
    assertThat(stub.journal().requests()).as("requests").isLessThanOrEqualTo(TASKS + 8);
  }

  @Test
  void aHolderThatIsKilledIsFollowedByAnother() {
    Workplace workplace = workplace(JMS);
    try (ProgramProcess worker = worker(workplace);
        ProgramProcess doomed = holder(workplace)) {
      workplace.drop("orphans.csv", TaskFiles.csv("orphans", TASKS));
      until(workplace, () -> stub.journal().requests() >= 10);
      doomed.kill();
      try (ProgramProcess next = holder(workplace)) {
        until(workplace, () -> workplace.reported(1));
      }
    }
    check(workplace);
    assertThat(stub.journal().requests()).as("requests").isLessThanOrEqualTo(TASKS + 8);
  }

  private void check(Workplace workplace) {
    Outcome outcome = Outcome.read(workplace.batches().get(0));
    assertOutcome(outcome).isWhole(TASKS).addsUp();
    assertThat(outcome.count("published")).isEqualTo(TASKS);
  }

  private static ProgramProcess holder(Workplace workplace) {
    return started(workplace, "holder");
  }

  private static ProgramProcess worker(Workplace workplace) {
    return started(workplace, "worker");
  }

  private static ProgramProcess started(Workplace workplace, String role) {
    ProgramProcess program = workplace.start("watch", "--batch-runner.role=" + role);
    until(workplace, () -> program.err().contains("Watching") || !program.isAlive());
    assertThat(program.isAlive()).as(program.err()).isTrue();
    return program;
  }

  private static void until(Workplace workplace, BooleanSupplier condition) {
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(5))
          .until(condition::getAsBoolean);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(workplace.said(), e);
    }
  }

  private Workplace workplace(String endpoint) {
    return new Workplace(Application.withTestComponents(), home)
        .provider("openai", stub.baseUrl(Api.OPENAI))
        .set("ledger.url", newDatabase())
        .set("ledger.username", "postgres")
        .set("dispatch", endpoint)
        .set("defaults.debaters", "openai/gpt-4o-mini")
        .set("defaults.concurrency", "8")
        .set("settle-time", "0s")
        .set("lease", "2s")
        .spring("spring.artemis.mode", "native")
        .spring("spring.artemis.broker-url", broker.url())
        .java("-XX:TieredStopAtLevel=1");
  }
}
