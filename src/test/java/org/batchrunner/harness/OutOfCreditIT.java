package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.harness.OutcomeAssert.assertOutcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.Failures;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An account runs out of credit: its batches pause, nothing fails, one call at a time tries whether
 * there is credit again, and all goes on when there is.
 */
class OutOfCreditIT {

  private static final int TASKS = 40;
  private static final int CONCURRENCY = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path home;
  private final AtomicBoolean empty = new AtomicBoolean();
  private final AtomicInteger refused = new AtomicInteger();
  private ModelStub stub;
  private Workplace workplace;

  @BeforeEach
  void start() {
    stub = ModelStub.start().latency(Duration.ofMillis(20));
    stub.script(
        request -> {
          boolean pays = request.api() != Api.OPENAI || !empty.get();
          if (!pays) {
            refused.incrementAndGet();
          }
          return pays ? null : Failures.outOfCredit(request.api());
        });
    workplace =
        new Workplace(Application.built(), home)
            .provider("openai", stub.baseUrl(Api.OPENAI))
            .provider("anthropic", stub.baseUrl(Api.ANTHROPIC))
            .set("defaults.concurrency", Integer.toString(CONCURRENCY))
            .set("defaults.debaters", "openai/gpt-4o-mini")
            .set("defaults.max-tokens", "50")
            .set("settle-time", "0s")
            .java("-XX:TieredStopAtLevel=1");
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  /** The account is empty from the tenth call on. */
  private void emptyFromTheTenth() {
    AtomicInteger calls = new AtomicInteger();
    stub.script(
        request -> {
          if (request.api() == Api.OPENAI && calls.incrementAndGet() == 10) {
            empty.set(true);
          }
          return null;
        });
  }

  @Test
  void runEndsWithFourAndGoesOnLater() {
    emptyFromTheTenth();
    Path file = workplace.file("tasks.csv", TaskFiles.csv("credit", TASKS));
    workplace.set("probe-delays", "60m");

    try (ProgramProcess program = workplace.start("run", file.toString(), "--json")) {
      assertThat(program.exitCode()).as(program.err()).isEqualTo(4);
      JsonNode summary = json(program.out());
      assertThat(summary.path("state").asText()).isEqualTo("paused");
      assertThat(summary.path("reason").asText())
          .startsWith("out of credit at openai: HTTP 429: You exceeded your current quota")
          .contains("it is tried again at 20");
    }
    Path folder = workplace.batches().get(0);
    JsonNode progress = progress(folder);
    assertThat(progress.path("state").asText()).isEqualTo("paused");
    assertThat(progress.path("reason").asText()).startsWith("out of credit at openai");
    assertThat(Instant.parse(progress.path("next_probe").asText()))
        .isBetween(Instant.now().plusSeconds(3000), Instant.now().plusSeconds(3600));
    assertThat(progress.at("/by_status/failed").asInt()).isZero();
    assertThat(refused.get()).as("calls that were on their way").isBetween(1, CONCURRENCY);

    try (ProgramProcess program = workplace.start("status", folder.getFileName().toString())) {
      assertThat(program.exitCode()).isZero();
      assertThat(program.out()).contains("paused, out of credit at openai").contains("tried again");
    }
    empty.set(false);
    try (ProgramProcess program = workplace.start("resume", folder.getFileName().toString())) {
      assertThat(program.exitCode()).isZero();
    }
    try (ProgramProcess program = workplace.start("run", file.toString())) {
      assertThat(program.exitCode()).as(program.err()).isZero();
    }
    assertThat(workplace.batches()).hasSize(1);
    assertOutcome(Outcome.read(folder)).isWhole(TASKS).addsUp();
    assertThat(Outcome.read(folder).count("published")).isEqualTo(TASKS);
  }

  @Test
  void runWithWaitGoesOnByItself() {
    emptyFromTheTenth();
    Path file = workplace.file("tasks.csv", TaskFiles.csv("credit", TASKS));
    workplace.set("probe-delays", "300ms");

    try (ProgramProcess program = workplace.start("run", file.toString(), "--wait")) {
      program.until(() -> refused.get() >= CONCURRENCY + 3);
      empty.set(false);
      assertThat(program.exitCode()).as(program.err()).isZero();
    }

    Outcome outcome = Outcome.read(workplace.batches().get(0));
    assertOutcome(outcome).isWhole(TASKS).addsUp();
    assertThat(outcome.count("published")).isEqualTo(TASKS);
  }

  @Test
  void watchProbesWithOneCallAndOthersGoOn() {
    emptyFromTheTenth();
    workplace.set("probe-delays", "500ms,700ms");
    try (ProgramProcess program = workplace.start("watch")) {
      workplace.drop("first.csv", TaskFiles.csv("first", TASKS));
      program.until(() -> state("first").equals("paused"));
      int before = refused.get();
      assertThat(before).isBetween(1, CONCURRENCY);

      workplace.drop("second.csv", TaskFiles.csv("second", TASKS));
      workplace.drop("third.yaml", "debaters: anthropic/claude-haiku-4-5\n");
      workplace.drop("third.csv", TaskFiles.csv("third", TASKS));
      program.until(() -> workplace.reported(1));
      assertThat(state("third")).isEqualTo("finished");
      assertThat(state("first")).isNotEqualTo("finished");

      program.until(() -> refused.get() >= before + 3);
      assertThat(probesAtOnce()).as("probes at once").isEqualTo(1);
      empty.set(false);
      program.until(() -> workplace.reported(3));
      program.terminate();
      program.exitCode();
    }

    for (Path folder : workplace.batches()) {
      Outcome outcome = Outcome.read(folder);
      assertOutcome(outcome).isWhole(TASKS).addsUp();
      assertThat(outcome.count("published")).as(folder.toString()).isEqualTo(TASKS);
    }
  }

  @Test
  void aKilledProgramProbesAgain() {
    emptyFromTheTenth();
    workplace.set("probe-delays", "1s").set("lease", "2s");
    int before;
    try (ProgramProcess program = workplace.start("watch")) {
      workplace.drop("first.csv", TaskFiles.csv("first", TASKS));
      program.until(() -> state("first").equals("paused"));
      program.kill();
      before = refused.get();
    }
    try (ProgramProcess program = workplace.start("watch")) {
      program.until(() -> refused.get() > before);
      assertThat(state("first")).isIn("paused", "running");
      assertThat(refused.get()).as("one probe").isEqualTo(before + 1);
      empty.set(false);
      program.until(() -> workplace.reported(1));
      program.terminate();
      program.exitCode();
    }
    assertThat(Outcome.read(workplace.batches().get(0)).count("published")).isEqualTo(TASKS);
  }

  /** How many refused calls came within a tenth of a second, after the first round. */
  private long probesAtOnce() {
    var arrivals =
        stub.journal().entries().stream()
            .filter(entry -> entry.status() == 429)
            .map(entry -> entry.arrived().toEpochMilli())
            .sorted()
            .toList();
    long most = 1;
    for (int i = CONCURRENCY; i < arrivals.size(); i++) {
      long at = arrivals.get(i);
      most = Math.max(most, arrivals.stream().filter(a -> a > at - 100 && a <= at).count());
    }
    return most;
  }

  private String state(String stem) {
    return workplace.batches().stream()
        .filter(folder -> folder.getFileName().toString().startsWith(stem + "-"))
        .filter(folder -> Files.exists(folder.resolve("progress.json")))
        .map(folder -> progress(folder).path("state").asText())
        .findFirst()
        .orElse("");
  }

  private static JsonNode progress(Path folder) {
    try {
      return JSON.readTree(folder.resolve("progress.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }
}
