package org.batchrunner.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.batchrunner.Watching;
import org.batchrunner.web.Client.Answer;
import org.batchrunner.web.Client.Part;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program in mock mode, asked over HTTP. */
class ApiTest {

  private static final String TASKS =
      "id,topic,task\na1,moon,Why does the moon change?\na2,sea,Explain tides\n";

  @TempDir static Path home;
  private static Watching watching;
  private static Client client;

  @BeforeAll
  static void start() {
    watching = Watching.start(home, "--batch-runner.mode=mock");
    client = new Client(watching.page());
  }

  @AfterAll
  static void stop() {
    watching.close();
  }

  @Test
  void statusSaysModeAndProviders() {
    JsonNode status = client.get("/api/status").json();
    assertThat(status.path("mock").asBoolean()).isTrue();
    assertThat(status.path("loopback").asBoolean()).isTrue();
    assertThat(status.path("providers")).hasSize(3);
    assertThat(status.path("providers").get(0).path("name").asText()).isEqualTo("openai");
  }

  @Test
  void optionsAreDescribed() {
    JsonNode options = client.get("/api/options").json();
    assertThat(options.get(0).path("key").asText()).isEqualTo("per-run-cap");
    assertThat(options.get(0).path("kind").asText()).isEqualTo("dollars");
    assertThat(options.get(0).path("value_in_force").asText()).isEqualTo("1");
    assertThat(options.get(0).path("changeable_while_running").asBoolean()).isTrue();
  }

  @Test
  void modelsHavePrices() {
    JsonNode models = client.get("/api/models").json();
    assertThat(models.get(0).path("model").asText()).isEqualTo("openai/gpt-4o-mini");
    assertThat(models.get(0).path("input").decimalValue()).isEqualByComparingTo("0.15");
  }

  @Test
  void aFileIsSentLookedAtPlannedAndRun() {
    Answer sent = client.multipart("/api/uploads", Part.file("file", "my tasks.csv", TASKS));
    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    assertThat(sent.json().path("tasks").asInt()).isEqualTo(2);
    assertThat(sent.json().path("task_column").asText()).isEqualTo("task");
    assertThat(sent.json().path("columns")).hasSize(3);
    String upload = sent.json().path("upload").asText();

    Map<String, Object> options =
        Map.of("template", "On {{topic}}: {{task}}", "system", "Be brief");
    JsonNode preview =
        client
            .post("/api/uploads/" + upload + "/preview", Map.of("options", options, "first", 1))
            .json();
    assertThat(preview.path("prompts")).hasSize(1);
    assertThat(preview.path("prompts").get(0).path("text").asText())
        .isEqualTo("On moon: Why does the moon change?");
    assertThat(preview.path("prompts").get(0).path("system").asText()).isEqualTo("Be brief");

    JsonNode plan =
        client.post("/api/uploads/" + upload + "/plan", Map.of("options", options)).json();
    assertThat(plan.path("fit").asInt()).isEqualTo(2);

    Answer made = client.post("/api/batches", Map.of("upload", upload, "options", options));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    String batch = made.json().path("batch").asText();
    assertThat(made.header("Location")).isEqualTo("/api/batches/" + UriPart.of(batch));
    JsonNode ended = awaitEnd(batch);
    assertThat(ended.path("by_status").path("published").asInt()).isEqualTo(2);
    assertThat(ended.path("source").asText()).isEqualTo("my tasks.csv");

    JsonNode tasks = client.get("/api/batches/" + UriPart.of(batch) + "/tasks").json();
    assertThat(tasks.path("total").asInt()).isEqualTo(2);
    assertThat(tasks.path("items").get(1).path("task").asText()).isEqualTo("Explain tides");
    JsonNode task = client.get("/api/batches/" + UriPart.of(batch) + "/tasks/1").json();
    assertThat(task.path("columns").path("topic").asText()).isEqualTo("moon");
    assertThat(task.path("text").asText()).startsWith("[mock]");
    assertThat(client.post("/api/uploads/" + upload + "/plan", Map.of()).status()).isEqualTo(404);
    assertThat(home.resolve("data/.uploads").resolve(upload)).doesNotExist();
    assertThat(home.resolve("outbox/.receipts")).isNotEmptyDirectory();
  }

  @Test
  void oneStepAndOneRun() {
    Answer made =
        client.multipart(
            "/api/batches",
            Part.file("file", "one-step.csv", TASKS),
            Part.text("options", "concurrency: 1\nuse: conservative"));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    JsonNode batch = awaitEnd(made.json().path("batch").asText());
    assertThat(batch.path("per_batch_cap").decimalValue()).isEqualByComparingTo("1");

    Answer run = client.post("/api/runs", Map.of("prompt", "Say \"hello\"\nin two lines"));
    assertThat(run.status()).as(run.text()).isEqualTo(201);
    JsonNode one = awaitEnd(run.json().path("batch").asText());
    assertThat(one.path("total").asInt()).isEqualTo(1);
  }

  @Test
  void whatIsWrongIsSaidWithItsLine() {
    Answer bad = client.multipart("/api/uploads", Part.file("file", "bad.csv", "task\na\nb,c\n"));
    assertThat(bad.status()).isEqualTo(422);
    assertThat(bad.header("Content-Type")).startsWith("application/problem+json");
    assertThat(bad.json().path("line").asInt()).isEqualTo(3);
    assertThat(bad.json().path("detail").asText()).contains("the row has 2 cells");

    Answer option =
        client.post(
            "/api/batches",
            Map.of("upload", client.upload("x.csv", TASKS), "options", Map.of("concurrency", 0)));
    assertThat(option.status()).isEqualTo(422);
    assertThat(option.json().path("option").asText()).isEqualTo("concurrency");
    assertThat(client.get("/api/batches/none").status()).isEqualTo(404);
    assertThat(client.get("/api/nothing").status()).isEqualTo(404);
    assertThat(client.get("/api/batches?state=odd").status()).isEqualTo(400);
    assertThat(client.send("DELETE", "/api/status", null).status()).isEqualTo(405);
  }

  @Test
  void aFileWhoseColumnIsNotKnownCanBeUsedWithTaskColumn() {
    Answer sent =
        client.multipart("/api/uploads", Part.file("file", "q.csv", "no,question\n1,Why?\n"));
    assertThat(sent.status()).isEqualTo(201);
    assertThat(sent.json().path("task_column").isNull()).isTrue();
    assertThat(sent.json().path("columns")).hasSize(2);
    JsonNode preview =
        client
            .post(
                "/api/uploads/" + sent.json().path("upload").asText() + "/preview",
                Map.of("options", Map.of("task-column", "question")))
            .json();
    assertThat(preview.path("prompts").get(0).path("text").asText()).isEqualTo("Why?");
  }

  @Test
  void aCorpusComesWithItsFile() {
    Answer made =
        client.multipart(
            "/api/batches",
            Part.file("file", "grounded.csv", TASKS),
            Part.file("corpus", "moon.txt", "The moon changes its shape as the sun lights it."));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(awaitEnd(made.json().path("batch").asText()).path("corpus_hash").asText())
        .hasSize(16);
  }

  @Test
  void pausedRaisedAndResumed() {
    String rows =
        IntStream.rangeClosed(1, 3000)
            .mapToObj(i -> "task " + i + "\n")
            .collect(Collectors.joining());
    String batch = client.run("long.txt", rows, Map.of("concurrency", 1));
    assertThat(client.post("/api/batches/" + batch + "/pause", null).status()).isEqualTo(200);
    Awaitility.await().until(() -> state(batch).equals("paused"));
    assertThat(client.get("/api/batches/" + batch).json().path("can").path("resume").asBoolean())
        .isTrue();
    Answer set =
        client.send(
            "PATCH",
            "/api/batches/" + batch + "/options",
            Map.of("per-batch-cap", 20, "concurrency", 64));
    assertThat(set.status()).as(set.text()).isEqualTo(200);
    assertThat(client.post("/api/batches/" + batch + "/resume", null).status()).isEqualTo(200);
    JsonNode ended = awaitEnd(batch);
    assertThat(ended.path("per_batch_cap").asInt()).isEqualTo(20);
    Answer late = client.post("/api/batches/" + batch + "/pause", null);
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().path("detail").asText()).contains("finished");
  }

  @Test
  void eventsTellOfABatchAsItGoesOn() {
    String rows =
        IntStream.rangeClosed(1, 2000)
            .mapToObj(i -> "told " + i + "\n")
            .collect(Collectors.joining());
    try (Stream<String> all = client.events("/api/events")) {
      String batch = client.run("told.txt", rows, Map.of("concurrency", 1));
      List<String> said = all.takeWhile(line -> !saysEnd(line, batch)).toList();
      assertThat(said.get(0)).isEqualTo("event:batches");
    }
  }

  private static boolean saysEnd(String line, String batch) {
    if (!line.startsWith("data:")) {
      return false;
    }
    for (JsonNode item :
        org.batchrunner.task.Json.read(line.substring(5), JsonNode.class).path("items")) {
      if (item.path("batch").asText().equals(batch)
          && item.path("state").asText().equals("finished")) {
        return true;
      }
    }
    return false;
  }

  private static String state(String batch) {
    return client.get("/api/batches/" + UriPart.of(batch)).json().path("state").asText();
  }

  private static JsonNode awaitEnd(String batch) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> state(batch).equals("finished") && Files.exists(report(batch)));
    return client.get("/api/batches/" + UriPart.of(batch)).json();
  }

  private static Path report(String batch) {
    return home.resolve("outbox").resolve(batch).resolve("batch_report.csv");
  }
}
