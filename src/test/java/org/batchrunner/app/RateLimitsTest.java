package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.batchrunner.app.TestProgram.Said;
import org.batchrunner.cli.RunningProgram;
import org.batchrunner.harness.TaskFiles;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that wants calls to come later: no row is lost by it, and none waits for ever. */
class RateLimitsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path home;
  private final AtomicInteger refused = new AtomicInteger();
  private ModelStub stub;

  @BeforeEach
  void start() {
    stub = ModelStub.start();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  /** Refuses so many calls, then answers. */
  private void refuse(int calls, int status, String sentence) {
    stub.script(
        request ->
            refused.get() < calls && refused.incrementAndGet() <= calls
                ? Reaction.raw(
                    status,
                    "{\"error\":{\"message\":\"%s\",\"code\":%d}}".formatted(sentence, status))
                : null);
  }

  private TestProgram program() {
    return TestProgram.in(home)
        .set("providers.openai.base-url", stub.baseUrl(Api.OPENAI).toString())
        .set("providers.openai.api-key", "test")
        .set("defaults.debaters", "openai/gpt-4o-mini")
        .set("settle-time", "0s");
  }

  private Said run(TestProgram program, int rows, String... options) throws IOException {
    Path file = Files.writeString(home.resolve("tasks.csv"), TaskFiles.csv("limits", rows));
    return program.run(
        Stream.concat(Stream.of("run", file.toString(), "--json"), Stream.of(options))
            .toArray(String[]::new));
  }

  private static JsonNode summary(Said said) throws IOException {
    return JSON.readTree(said.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Rate limit reached on tokens per min (TPM). Please try again in 0.3s.",
        "Requests have exceeded call rate limit. Please retry after 300 ms.",
        "Too many requests"
      })
  void noRowIsLostHoweverOftenItIsRefused(String sentence) throws IOException {
    refuse(12, 429, sentence);
    Said said = run(program(), 4, "--concurrency", "2", "--retry-delays", "0.05s");

    assertThat(said.code()).as(said.err()).isZero();
    int attempts = 0;
    Path lines = home.resolve("outbox").resolve(batches().get(0)).resolve("results.jsonl");
    for (String line : Files.readAllLines(lines)) {
      JsonNode result = JSON.readTree(line);
      assertThat(result.path("status").asText()).isEqualTo("published");
      attempts += result.path("attempts").asInt();
    }
    assertThat(attempts).as("each attempt is counted").isEqualTo(stub.journal().requests());
    assertThat(stub.journal().requests()).isEqualTo(16);
    assertThat(summary(said).at("/totals/at_risk").asDouble()).isZero();
  }

  @Test
  void theWaitInTheSentenceIsKeptByAll() throws IOException {
    refuse(2, 429, "Please try again in 1.5s");
    Said said = run(program(), 4, "--concurrency", "2");

    assertThat(said.code()).as(said.err()).isZero();
    var entries = stub.journal().entries();
    var first = entries.get(0).arrived();
    assertThat(entries.subList(2, entries.size()))
        .allSatisfy(
            entry ->
                assertThat(Duration.between(first, entry.arrived()))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(1500)));
  }

  @Test
  void overloadWithAWaitUsesUpNoAttemptEither() throws IOException {
    refuse(6, 503, "Overloaded, please retry in 100ms");
    Said said = run(program(), 1);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(stub.journal().requests()).isEqualTo(7);
  }

  @Test
  void whoRefusesAllCallsForLongPausesTheBatch() throws IOException {
    refuse(Integer.MAX_VALUE, 429, "Too many requests");
    Said said =
        run(
            program().set("rate-limit-patience", "1s").set("probe-delays", "1h"),
            4,
            "--retry-delays",
            "0.1s");

    assertThat(said.code()).as(said.err()).isEqualTo(4);
    assertThat(summary(said).path("state").asText()).isEqualTo("paused");
    assertThat(summary(said).path("reason").asText())
        .startsWith("the limit is used up at openai: HTTP 429: Too many requests");
    assertThat(summary(said).at("/by_status/failed").asInt()).isZero();
    assertThat(summary(said).at("/by_status/published").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Please retry after 86400 seconds.", "Retry in 24h"})
  void aWaitOfADayPausesAtOnce(String sentence) throws IOException {
    refuse(Integer.MAX_VALUE, 429, sentence);
    Said said = run(program(), 4, "--concurrency", "1");

    assertThat(said.code()).as(said.err()).isEqualTo(4);
    assertThat(stub.journal().requests()).isEqualTo(1);
    assertThat(summary(said).path("reason").asText()).contains(sentence);
  }

  @Test
  void aRequestThatIsTooLargeForTheLimitIsItsOwnFault() throws IOException {
    refuse(1, 429, "Request too large for gpt-4o on tokens per min (TPM): Limit 30000");
    Said said = run(program(), 4, "--concurrency", "1");

    assertThat(said.code()).isEqualTo(3);
    assertThat(summary(said).at("/by_status/failed").asInt()).isEqualTo(1);
    assertThat(summary(said).at("/by_status/published").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPauseIsHeardWhileCallsWait(boolean said) throws IOException {
    refuse(Integer.MAX_VALUE, 429, said ? "Please try again in 100s" : "Too many requests");
    Files.createDirectories(home.resolve("inbox"));
    try (RunningProgram program =
        program().set("defaults.retry-delays", "0.2s").watch().program()) {
      Files.writeString(home.resolve("t"), TaskFiles.csv("limits", 4));
      Files.move(home.resolve("t"), home.resolve("inbox/tasks.csv"));
      await().atMost(Duration.ofSeconds(30)).until(() -> refused.get() > 0);
      String batch = batches().get(0);
      program.control().pause(batch);
      await().atMost(Duration.ofSeconds(20)).until(() -> state(batch).equals("paused"));
      refused.set(Integer.MAX_VALUE - 1);
      stub.script(request -> null);
    }
  }

  private List<String> batches() throws IOException {
    List<String> batches = new ArrayList<>();
    try (Stream<Path> folders = Files.list(home.resolve("outbox"))) {
      folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.startsWith("tasks-"))
          .forEach(batches::add);
    }
    return batches;
  }

  private String state(String batch) throws IOException {
    Path file = home.resolve("outbox").resolve(batch).resolve("progress.json");
    return Files.exists(file) ? JSON.readTree(file.toFile()).path("state").asText() : "";
  }
}
