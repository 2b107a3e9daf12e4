package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.harness.OutcomeAssert.assertOutcome;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM and Ctrl-C: calls in flight end, none begins, and nothing is paid twice. */
class StopIT {

  private static final int TASKS = 100;

  @TempDir Path home;
  private ModelStub stub;

  @BeforeEach
  void start() {
    stub = ModelStub.start().latency(Duration.ofMillis(200));
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void aStopLetsCallsEndAndTheNextStartGoesOn() {
    Workplace workplace = workplace();
    workplace.drop("stop.csv", TaskFiles.csv("stop", TASKS));
    for (int stop = 1; stop <= 3; stop++) {
      int requests = stub.journal().requests() + 20;
      try (ProgramProcess program = workplace.start("watch")) {
        program.until(() -> stub.journal().requests() >= requests);
        program.terminate();
        assertThat(program.exitCode(Duration.ofSeconds(40))).as(program.err()).isIn(0, 143);
      }
      Awaitility.await("calls in flight").until(() -> stub.journal().inFlight() == 0);
      assertThat(stub.journal().entries())
          .allMatch(entry -> Boolean.TRUE.equals(entry.delivered()));
    }
    try (ProgramProcess program = workplace.start("watch")) {
      program.until(() -> workplace.reported(1));
    }
    Outcome outcome = Outcome.read(workplace.batches().get(0));
    assertOutcome(outcome).isWhole(TASKS).addsUp();
    assertThat(outcome.count("published")).isEqualTo(TASKS);
    assertThat(stub.journal().requests()).as("requests").isEqualTo(TASKS);
  }

  @Test
  void ctrlCEndsARunWith130AndAWatchGoesOn() {
    Workplace workplace = workplace();
    Path file = workplace.file("run.csv", TaskFiles.csv("run", TASKS));
    try (ProgramProcess program = workplace.start("run", file.toString(), "--json")) {
      program.until(() -> stub.journal().requests() >= 20);
      program.interrupt();
      assertThat(program.exitCode(Duration.ofSeconds(40))).as(program.err()).isEqualTo(130);
    }
    try (ProgramProcess program = workplace.start("watch")) {
      program.until(() -> workplace.reported(1));
    }
    Outcome outcome = Outcome.read(workplace.batches().get(0));
    assertOutcome(outcome).isWhole(TASKS).addsUp();
    assertThat(outcome.count("published")).isEqualTo(TASKS);
    assertThat(stub.journal().requests()).as("requests").isEqualTo(TASKS);
  }

  @Test
  void ctrlCEndsAWatchWith130AndWritesTheResultsSoFar() {
    Workplace workplace = workplace();
    workplace.drop("far.csv", TaskFiles.csv("far", TASKS));
    try (ProgramProcess program = workplace.start("watch")) {
      program.until("calls", () -> stub.journal().requests() >= 20);
      program.interrupt();
      assertThat(program.exitCode(Duration.ofSeconds(40))).as(program.err()).isEqualTo(130);
    }
    int asked = stub.journal().requests();
    Path folder = workplace.batches().get(0);
    List<Map<String, String>> rows = Outcome.csv(folder.resolve("results.csv"));
    assertThat(rows).hasSize(TASKS);
    assertThat(rows.stream().filter(row -> "published".equals(row.get("status")))).hasSize(asked);
    assertThat(rows.stream().filter(row -> "pending".equals(row.get("status"))))
        .hasSize(TASKS - asked);
    assertThat(folder.resolve("batch_report.csv")).doesNotExist();
    goesOn(workplace);
  }

  @Test
  void ctrlCOnATerminalIsGracefulAndQuiet() {
    Workplace workplace = workplace();
    Path file = workplace.file("tty.csv", TaskFiles.csv("tty", TASKS));
    try (ProgramProcess program = workplace.startOnTerminal("run", file.toString())) {
      program.until("calls", () -> stub.journal().requests() >= 20);
      program.until("its bar", () -> program.out().contains(" of $"));
      program.pressCtrlC();
      assertThat(program.exitCode(Duration.ofSeconds(40))).as(program.out()).isEqualTo(130);
      String after = program.out().substring(program.out().indexOf("^C") + 2);
      assertThat(after.strip().lines().filter(line -> !line.startsWith("tty-")))
          .as("what follows the last state of the bar")
          .singleElement()
          .asString()
          .contains("To continue", "the same command again", "Ctrl-C again");
    }
    Awaitility.await("calls in flight").until(() -> stub.journal().inFlight() == 0);
    assertThat(stub.journal().entries()).allMatch(entry -> Boolean.TRUE.equals(entry.delivered()));
    goesOn(workplace);
  }

  @Test
  void aSecondCtrlCOnATerminalEndsAtOnce() {
    stub.latency(Duration.ofSeconds(25));
    Workplace workplace = workplace();
    Path file = workplace.file("twice.csv", TaskFiles.csv("twice", TASKS));
    try (ProgramProcess program = workplace.startOnTerminal("run", file.toString())) {
      program.until("calls", () -> stub.journal().requests() >= 8);
      program.pressCtrlC();
      program.until("it stops", () -> program.out().contains("Ctrl-C again"));
      program.pressCtrlC();
      assertThat(program.exitCode(Duration.ofSeconds(15))).as(program.out()).isEqualTo(130);
      assertThat(program.out()).doesNotContain("Exception", "\tat ");
    }
  }

  @Test
  void aRunWithoutATerminalSaysHowFarItIs() {
    Workplace workplace = workplace().set("defaults.concurrency", "2");
    Path file = workplace.file("lines.csv", TaskFiles.csv("lines", TASKS));
    try (ProgramProcess program = workplace.start("run", file.toString(), "--json")) {
      program.until("a line", () -> program.err().matches("(?s).*\\d+ of 100 tasks done, \\$.*"));
      program.interrupt();
      assertThat(program.exitCode(Duration.ofSeconds(40))).isEqualTo(130);
      assertThat(program.err()).contains("To continue").doesNotContain("\tat ");
    }
  }

  @Test
  void sigtermEndsARunWithoutAFailedTask() {
    Workplace workplace = workplace();
    Path file = workplace.file("term.csv", TaskFiles.csv("term", TASKS));
    try (ProgramProcess program = workplace.start("run", file.toString(), "--json")) {
      program.until("calls", () -> stub.journal().requests() >= 20);
      program.terminate();
      assertThat(program.exitCode(Duration.ofSeconds(40))).as(program.err()).isIn(130, 143);
      assertThat(program.err()).doesNotContain("Exception", "\tat ");
    }
    assertThat(stub.journal().entries()).allMatch(entry -> Boolean.TRUE.equals(entry.delivered()));
    goesOn(workplace);
  }

  @Test
  void aSecondCtrlCDoesNotWaitForTheCallsInFlight() {
    stub.latency(Duration.ofSeconds(25));
    Workplace workplace = workplace();
    workplace.drop("twice.csv", TaskFiles.csv("twice", TASKS));
    try (ProgramProcess program = workplace.start("watch")) {
      program.until("calls", () -> stub.journal().requests() >= 8);
      program.interrupt();
      program.until("it stops", () -> program.err().contains("Ctrl-C again"));
      long again = System.nanoTime();
      program.interrupt();
      assertThat(program.exitCode(Duration.ofSeconds(15))).as(program.err()).isEqualTo(130);
      assertThat(Duration.ofNanos(System.nanoTime() - again)).isLessThan(Duration.ofSeconds(15));
    }
    stub.latency(Duration.ofMillis(50));
    try (ProgramProcess program = workplace.start("watch")) {
      program.until("the report", () -> workplace.reported(1));
    }
    Outcome outcome = Outcome.read(workplace.batches().get(0));
    assertOutcome(outcome).isWhole(TASKS).addsUp();
    assertThat(outcome.count("published")).isEqualTo(TASKS);
    assertThat(outcome.total("spent")).isGreaterThanOrEqualTo(stub.journal().dollars());
    assertThat(stub.journal().requests()).isLessThanOrEqualTo(TASKS + 8);
  }

  private void goesOn(Workplace workplace) {
    try (ProgramProcess program = workplace.start("watch")) {
      program.until("the report", () -> workplace.reported(1));
    }
    Outcome outcome = Outcome.read(workplace.batches().get(0));
    assertOutcome(outcome).isWhole(TASKS).addsUp();
    assertThat(outcome.count("published")).isEqualTo(TASKS);
    assertThat(stub.journal().requests()).as("requests").isEqualTo(TASKS);
  }

  private Workplace workplace() {
    return new Workplace(Application.built(), home)
        .provider("openai", stub.baseUrl(Api.OPENAI))
        .set("defaults.debaters", "openai/gpt-4o-mini")
        .set("defaults.concurrency", "8")
        .set("settle-time", "0s")
        .java("-XX:TieredStopAtLevel=1");
  }
}
