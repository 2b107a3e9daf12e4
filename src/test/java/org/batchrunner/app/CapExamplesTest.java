package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.batchrunner.app.TestProgram.Said;
import org.batchrunner.harness.Outcome;
import org.batchrunner.harness.TaskFiles;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of how caps work, with a price file in which a token of output costs $0.001. */
class CapExamplesTest {

  private static final String PRICES =
      "{\"prices\": [{\"model\": \"openai/gpt-4o-mini\", \"input\": 0, \"output\": 1000}]}";

  @TempDir Path home;
  private ModelStub stub;

  @BeforeEach
  void start() {
    stub = ModelStub.start().latency(Duration.ofMillis(20));
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void softWithOneAtATimePublishesFiveAndSkipsTheSixth() throws IOException {
    Outcome outcome = six("soft", 400, "--concurrency", "1");
    assertThat(outcome.count("published")).isEqualTo(5);
    assertThat(outcome.status(5)).isEqualTo("skipped_batch_cap");
    assertThat(outcome.total("spent")).isEqualByComparingTo("2.00");
    assertThat(stub.journal().requests()).isEqualTo(5);
  }

  @Test
  void softWithThreeAtATimeMayRunTheSixth() throws IOException {
    Outcome outcome = six("soft", 400, "--concurrency", "3");
    assertThat(outcome.count("published")).isBetween(5L, 6L);
    assertThat(outcome.total("spent"))
        .isEqualByComparingTo(BigDecimal.valueOf(outcome.count("published") * 4, 1));
  }

  @Test
  void hardPublishesTheFifthWhereItsWorstCaseFits() throws IOException {
    Outcome outcome = six("hard", 400, "--concurrency", "3");
    assertThat(outcome.count("published")).isEqualTo(5);
    assertThat(outcome.count("skipped_batch_cap")).isEqualTo(1);
    assertThat(outcome.total("spent")).isEqualByComparingTo("2.00");
  }

  @Test
  void hardSkipsTheFifthWhereItsWorstCaseDoesNotFit() throws IOException {
    Outcome outcome = six("hard", 450, "--concurrency", "3");
    assertThat(outcome.count("published")).isEqualTo(4);
    assertThat(outcome.count("skipped_batch_cap")).isEqualTo(2);
    assertThat(outcome.total("spent")).isEqualByComparingTo("1.60");
    assertThat(stub.journal().requests()).isEqualTo(4);
  }

  @Test
  void softBlocksATaskOverItsCapAfterwards() throws IOException {
    stub.outputTokens(150, 150);
    Outcome outcome = outcome(1, 150, "--cap-mode", "soft", "--task-cap", "0.10");
    assertThat(outcome.status(0)).isEqualTo("blocked_cost_cap");
    assertThat(outcome.results().get(0).path("reason").asText())
        .isEqualTo("Per-run cap $0.10 exceeded (est $0.1500)");
    assertThat(outcome.total("cost")).isEqualByComparingTo("0");
    assertThat(outcome.total("spent")).isEqualByComparingTo("0.15");
  }

  @Test
  void hardBlocksATaskOverItsCapBeforeAnyCall() throws IOException {
    stub.outputTokens(150, 150);
    Outcome outcome = outcome(1, 150, "--cap-mode", "hard", "--task-cap", "0.10");
    assertThat(outcome.status(0)).isEqualTo("blocked_cost_cap");
    assertThat(outcome.results().get(0).path("reason").asText())
        .isEqualTo("Per-run cap $0.10 exceeded (worst case $0.1500)");
    assertThat(outcome.total("spent")).isEqualByComparingTo("0");
    assertThat(stub.journal().requests()).isZero();
  }

  /** Six tasks of $0.40, caps $0.50 and $2.00. */
  private Outcome six(String mode, int maxTokens, String... options) throws IOException {
    stub.outputTokens(400, 400);
    String[] caps = {"--cap-mode", mode, "--task-cap", "0.50", "--cap", "2.00"};
    return outcome(
        6, maxTokens, Stream.of(caps, options).flatMap(Stream::of).toArray(String[]::new));
  }

  private Outcome outcome(int tasks, int maxTokens, String... options) throws IOException {
    Path file = Files.writeString(home.resolve("tasks.csv"), TaskFiles.csv("caps", tasks));
    Path prices = Files.writeString(home.resolve("prices.json"), PRICES);
    Said said =
        TestProgram.in(home)
            .set("prices", prices.toString())
            .set("providers.openai.base-url", stub.baseUrl(Api.OPENAI).toString())
            .set("providers.openai.api-key", "test")
            .set("defaults.debaters", "openai/gpt-4o-mini")
            .set("defaults.max-tokens", Integer.toString(maxTokens))
            .run(
                Stream.concat(Stream.of("run", file.toString()), Stream.of(options))
                    .toArray(String[]::new));
    assertThat(said.code()).as(said.err()).isIn(0, 3);
    try (Stream<Path> folders = Files.list(home.resolve("outbox"))) {
      return Outcome.read(
          folders
              .filter(folder -> folder.getFileName().toString().startsWith("tasks-"))
              .findFirst()
              .orElseThrow());
    }
  }
}
