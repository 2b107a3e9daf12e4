package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.batchrunner.app.TestProgram.Said;
import org.batchrunner.common.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file that the ledger has accepted is never reported as refused, whatever happens to its copy in
 * the outbox. The files are so large that copying them takes many rounds of the search for batches
 * that nobody works, which finds each at once and begins to work it.
 */
class AcceptedTest {

  private static final int MEGABYTES = 120;

  @TempDir Path home;

  @Test
  void aLargeFileInTheInbox() throws Exception {
    Path big = big(home.resolve("big.csv"));
    long size = Files.size(big);
    try (TestProgram.Watch program = watch()) {
      Path inbox = Files.createDirectories(home.resolve("inbox"));
      Files.move(big, inbox.resolve("big.csv"));
      String batch = String.valueOf(receipt("big.csv").path("batch").textValue());
      assertThat(inbox.resolve(".failed")).doesNotExist();
      finishes(program, batch, size);
      assertThat(inbox.resolve(".done/big.csv")).exists();
    }
  }

  @Test
  void aLargeUpload() throws Exception {
    Path big = big(home.resolve("big.csv"));
    try (TestProgram.Watch program = watch()) {
      HttpResponse<String> answer = upload(program, big);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      finishes(program, batch(answer), Files.size(big));
    }
  }

  @Test
  void aLargeFileOfRunBesideAWatchThatTakesItsBatch() throws Exception {
    Path big = big(home.resolve("big.csv"));
    try (TestProgram.Watch program = watch()) {
      Said said = TestProgram.in(home).set("mode", "mock").run("run", big.toString(), "--json");
      assertThat(said.code()).as(said.err()).isZero();
      JsonNode summary = Json.MAPPER.readTree(said.out());
      finishes(program, summary.path("batch").textValue(), Files.size(big));
    }
  }

  @Test
  void anOutboxThatCannotBeWrittenRefusesNothing() throws Exception {
    Path small = Files.writeString(home.resolve("small.csv"), "task\nName a tree\n");
    Path dropped = home.resolve("inbox/dropped.csv");
    try (TestProgram.Watch program = watch()) {
      Path outbox = home.resolve("outbox");
      Files.writeString(outbox, "a file in its place");
      HttpResponse<String> answer = upload(program, small);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      Files.writeString(home.resolve("dropped.csv"), "task\nName a bird\n");
      Files.move(home.resolve("dropped.csv"), dropped);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.exists(home.resolve("inbox/.done/dropped.csv")));
      Files.delete(outbox);
      finishes(program, batch(answer), Files.size(small));
      assertThat(receipt("small.csv").path("batch").textValue()).isEqualTo(batch(answer));
      assertThat(receipt("dropped.csv").path("state").textValue()).isEqualTo("accepted");
    }
  }

  private TestProgram.Watch watch() {
    return TestProgram.in(home)
        .with(
            "--batch-runner.mode=mock",
            "--batch-runner.web.token=none",
            "--batch-runner.poll.unfinished=1",
            "--batch-runner.poll.inbox=20")
        .watch();
  }

  /** Two tasks, in a file that is large by its other columns. */
  private static Path big(Path file) throws IOException {
    String megabyte = "x".repeat(1 << 20);
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      writer.write("id,task,note\na,Name a tree,\nb,Name a bird,\n");
      for (int row = 0; row < MEGABYTES; row++) {
        writer.write(",," + megabyte + "\n");
      }
    }
    return file;
  }

  private static HttpResponse<String> upload(TestProgram.Watch program, Path file)
      throws Exception {
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
                    .formatted(file.getFileName())),
            BodyPublishers.ofFile(file),
            BodyPublishers.ofString("\r\n--b--\r\n"));
    URI address = program.page().resolve("/api/batches");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(address)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(body)
                .build(),
            BodyHandlers.ofString());
  }

  private static String batch(HttpResponse<String> answer) throws IOException {
    return Json.MAPPER.readTree(answer.body()).path("batch").textValue();
  }

  private JsonNode receipt(String source) throws IOException {
    Path receipts = home.resolve("outbox/.receipts");
    Awaitility.await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> Files.isDirectory(receipts) && !receipts(receipts, source).isEmpty());
    return Json.MAPPER.readTree(receipts(receipts, source).get(0).toFile());
  }

  private static List<Path> receipts(Path folder, String source) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(source)).toList();
    }
  }

  private void finishes(TestProgram.Watch program, String batch, long size) throws IOException {
    Path folder = home.resolve("outbox").resolve(batch);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(folder.resolve("batch_report.csv")));
    assertThat(folder.resolve("tasks.csv")).hasSize(size);
    assertThat(folder.resolve("options.yaml")).exists();
    assertThat(summary(folder).path("by_status").path("published").asInt()).isPositive();
    assertThat(program.program().inspection().view(batch).batch().state().ended()).isTrue();
  }

  private static JsonNode summary(Path folder) throws IOException {
    return Json.MAPPER.readTree(folder.resolve("batch-summary.json").toFile()).path("summary");
  }
}
