package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.batchrunner.app.TestProgram.Said;
import org.batchrunner.cli.RunningProgram;
import org.batchrunner.common.Json;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch that was begun and that no program works any more: what commands say and do. */
class InterruptedBatchTest {

  private static final int TASKS = 20;

  @TempDir Path home;
  private ModelStub stub;
  private TestProgram program;
  private String batch;

  @BeforeEach
  void interrupt() throws IOException {
    stub = ModelStub.start().latency(Duration.ofMillis(300));
    program =
        TestProgram.in(home)
            .set("providers.openai.base-url", stub.baseUrl(Api.OPENAI).toString())
            .set("providers.openai.api-key", "test")
            .set("defaults.debaters", "openai/gpt-4o-mini")
            .set("defaults.concurrency", "1")
            .set("settle-time", "0s");
    Files.createDirectories(home.resolve("inbox"));
    Files.writeString(
        home.resolve("inbox/three.csv"),
        IntStream.rangeClosed(1, TASKS)
            .mapToObj(number -> number + ",Name tree " + number + "\n")
            .collect(Collectors.joining("", "id,task\n", "")));
    try (RunningProgram watch = program.watch().program()) {
      Awaitility.await("a call").until(() -> stub.journal().requests() >= 1);
      batch = watch.inspection().latest(1).get(0).batch().id();
    }
    assertThat(stub.journal().requests()).isLessThan(TASKS);
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void itIsCalledInterruptedAndHowToGoOn() {
    assertThat(program.run("status").out()).contains("interrupted").doesNotContain("accepted");
    assertThat(program.run("status", batch).out())
        .contains(batch + ": interrupted", "to continue, start batch-runner watch")
        .doesNotContain("accepted");
  }

  @Test
  void cancelEndsItWithItsReports() throws IOException {
    int asked = stub.journal().requests();
    Said cancel = program.run("cancel", batch);
    assertThat(cancel.code()).as(cancel.err()).isZero();
    assertThat(cancel.out()).contains(batch + ": cancelled");
    assertThat(stub.journal().requests()).isEqualTo(asked);
    assertThat(progress().path("state").asText()).isEqualTo("cancelled");
    assertThat(folder().resolve("batch_report.csv")).exists();
    assertThat(folder().resolve("results.csv")).content().contains("cancelled", "published");
    assertThat(program.run("status").out()).contains("cancelled");
  }

  @Test
  void pauseAndResumeAreInItsFilesAtOnce() throws IOException {
    Said pause = program.run("pause", batch);
    assertThat(pause.code()).as(pause.err()).isZero();
    assertThat(pause.out()).contains(batch + ": paused");
    assertThat(progress().path("state").asText()).isEqualTo("paused");
    assertThat(program.run("status", batch).out()).contains("paused by the user");
    Said resume = program.run("resume", batch);
    assertThat(resume.out()).contains("batch-runner watch");
    assertThat(progress().path("state").asText()).isEqualTo("accepted");
    assertThat(program.run("status", batch).out()).contains("interrupted");
  }

  @Test
  void whatIsSetIsInItsFilesAtOnce() throws IOException {
    Said set = program.run("set", batch, "per-batch-cap=7");
    assertThat(set.code()).as(set.err()).isZero();
    assertThat(folder().resolve("options.yaml")).content().contains("per-batch-cap: 7");
  }

  private Path folder() {
    return home.resolve("outbox").resolve(batch);
  }

  private JsonNode progress() throws IOException {
    return Json.MAPPER.readTree(folder().resolve("progress.json").toFile());
  }
}
