package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.batchrunner.app.TestProgram.Said;
import org.batchrunner.cli.RunningProgram;
import org.batchrunner.harness.TaskFiles;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no trying again mends on any row pauses the batch, and costs no row. */
class RefusedCallsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path home;
  private static ModelStub stub;
  private static TestProgram program;
  private static int tests;

  private final AtomicBoolean mended = new AtomicBoolean();

  /** No two tests have a file or a prompt in common. */
  private final String name = "refused" + ++tests;

  @BeforeAll
  static void start() {
    stub = ModelStub.start();
    program = in(home).kept();
  }

  @BeforeEach
  void reset() {
    stub.reset();
  }

  @AfterAll
  static void stop() {
    program.close();
    stub.close();
  }

  private static Reaction error(int status, String message) {
    return Reaction.raw(status, "{\"error\":{\"message\":\"%s\"}}".formatted(message));
  }

  private @Nullable Reaction unlessMended(Reaction reaction) {
    return mended.get() ? null : reaction;
  }

  private static TestProgram in(Path folder) {
    return TestProgram.in(folder).vendors(stub).set("defaults.debaters", "openai/gpt-4o-mini");
  }

  private Said run(int rows, String... options) throws IOException {
    Path file = home.resolve(name + ".csv");
    if (!Files.exists(file)) {
      Files.writeString(file, TaskFiles.csv(name, rows));
    }
    return program.run(
        Stream.concat(
                Stream.of("run", file.toString(), "--json", "--retry-delays", "0.01s"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private static int count(JsonNode summary, String status) {
    return summary.path("by_status").path(status).asInt();
  }

  @ParameterizedTest
  @CsvSource({
    "401, Incorrect API key provided, 8, 300",
    "401, Incorrect API key provided, 1, 300",
    "403, Forbidden, 2, 300",
    "404, The model does not exist, 8, 300",
    "401, No, 3, 1",
    "404, Nothing here, 2, 2"
  })
  void aFewAreEnoughAndNoRowIsLost(int status, String message, int concurrency, int rows)
      throws IOException {
    stub.script(request -> unlessMended(error(status, message)));
    Said said = run(rows, "--concurrency", Integer.toString(concurrency));

    assertThat(said.code()).as(said.err()).isEqualTo(4);
    JsonNode summary = JSON.readTree(said.out());
    assertThat(summary.path("state").asText()).isEqualTo("paused");
    assertThat(summary.path("reason").asText())
        .startsWith("calls to openai")
        .contains("are refused: HTTP " + status + ": " + message)
        .contains("then resume");
    assertThat(count(summary, "failed")).isZero();
    assertThat(summary.at("/totals/spent").asDouble()).isZero();
    assertThat(stub.journal().requests()).isLessThanOrEqualTo(3 + concurrency);

    mended.set(true);
    String batch = summary.path("batch").asText();
    assertThat(program.run("resume", batch).code()).isZero();
    Said again = run(rows);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(count(JSON.readTree(again.out()), "published")).isEqualTo(rows);
  }

  @Test
  void aRedirectSaysWhereItPointsTo() throws IOException {
    stub.script(
        request ->
            Reaction.raw(302, "")
                .header("location", "https://example.org/login?token=secret-of-mine"));
    Said said = run(20);

    assertThat(said.code()).isEqualTo(4);
    JsonNode summary = JSON.readTree(said.out());
    assertThat(summary.path("reason").asText())
        .contains("it redirects to https://example.org/login,")
        .doesNotContain("secret-of-mine");
    assertThat(summary.at("/totals/spent").asDouble()).isZero();
  }

  @Test
  void aLoginPageIsAskedOnceMoreAndPauses() throws IOException {
    stub.script(
        request ->
            Reaction.raw(200, "<!DOCTYPE html><title>Sign in</title>")
                .header("content-type", "text/html")
                .billed(false));
    Said said = run(20, "--concurrency", "1");

    assertThat(said.code()).isEqualTo(4);
    assertThat(JSON.readTree(said.out()).path("reason").asText()).contains("an HTML page");
    assertThat(stub.journal().requests()).isEqualTo(6);
  }

  /** One prompt that is refused is its own fault, wherever in the file it stands. */
  @ParameterizedTest
  @CsvSource({"1, 403", "2, 403", "12, 403", "12, 404", "1, 400", "12, 400"})
  void theFaultOfOneRowPausesNothing(int row, int status) throws IOException {
    String prompt = TaskFiles.prompt(name, row);
    stub.script(request -> request.user().contains(prompt) ? error(status, "Flagged") : null);
    Said said = run(12, "--concurrency", "2");

    assertThat(said.code()).as(said.out() + said.err()).isEqualTo(3);
    JsonNode summary = JSON.readTree(said.out());
    assertThat(summary.path("state").asText()).isEqualTo("finished");
    assertThat(count(summary, "failed")).isEqualTo(1);
    assertThat(count(summary, "published")).isEqualTo(11);
    assertThat(stub.journal().requests()).as("nothing is asked twice").isEqualTo(12);
  }

  @Test
  void aKeyThatIsTakenBackInTheMiddleLosesNoRow() throws IOException {
    stub.script(
        request ->
            stub.journal().requests() > 10 ? unlessMended(error(401, "Key disabled")) : null);
    Said said = run(40, "--concurrency", "2");

    assertThat(said.code()).isEqualTo(4);
    JsonNode summary = JSON.readTree(said.out());
    assertThat(count(summary, "failed")).isZero();
    assertThat(count(summary, "published")).isBetween(8, 12);
  }

  @Test
  void watchPausesAndGoesOnAfterResume(@TempDir Path folder) throws IOException {
    stub.script(request -> unlessMended(error(401, "Incorrect API key provided")));
    Files.createDirectories(folder.resolve("inbox"));
    try (RunningProgram watching = in(folder).watch().program()) {
      Files.writeString(folder.resolve("t"), TaskFiles.csv(name, 20));
      Files.move(folder.resolve("t"), folder.resolve("inbox").resolve(name + ".csv"));
      await().atMost(Duration.ofSeconds(60)).until(() -> state(folder).equals("paused"));
      int asked = stub.journal().requests();
      assertThat(asked).isLessThanOrEqualTo(6);
      mended.set(true);
      watching.control().resume(batch(folder));
      await().atMost(Duration.ofSeconds(60)).until(() -> state(folder).equals("finished"));
    }
    assertThat(stub.journal().requests()).isBetween(23, 26);
  }

  private String batch(Path folder) throws IOException {
    try (Stream<Path> batches = Files.list(folder.resolve("outbox"))) {
      return batches
          .map(batch -> batch.getFileName().toString())
          .filter(each -> each.startsWith(name + "-"))
          .findFirst()
          .orElse("");
    }
  }

  private String state(Path folder) throws IOException {
    String batch = Files.exists(folder.resolve("outbox")) ? batch(folder) : "";
    Path file = folder.resolve("outbox").resolve(batch).resolve("progress.json");
    return !batch.isEmpty() && Files.exists(file)
        ? JSON.readTree(file.toFile()).path("state").asText()
        : "";
  }
}
