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
import org.batchrunner.app.TestProgram;
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
  private static TestProgram.Watch watching;
  private static Client client;

  @BeforeAll
  static void start() {
    watching = TestProgram.in(home).mock().watch();
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
  void whatIsAtRiskIsListedAndReleasedOnlyWhereTheOptionsAllowIt() {
    Answer run = client.post("/api/runs", Map.of("prompt", "Say hello to the bank"));
    String batch = awaitEnd(run.json().path("batch").asText()).path("batch").asText();
    String path = "/api/batches/" + UriPart.of(batch);
    JsonNode none = client.get(path + "/at-risk").json();
    assertThat(none.path("calls")).isEmpty();
    assertThat(none.path("released")).isEmpty();
    assertThat(none.path("release").asText()).isEqualTo("never");
    assertThat(client.post(path + "/release", Map.of()).status()).isEqualTo(400);
    assertThat(
            client.post(path + "/release", Map.of("all", true, "calls", List.of("1.1"))).status())
        .isEqualTo(400);
    Answer never = client.post(path + "/release", Map.of("all", true));
    assertThat(never.status()).isEqualTo(409);
    assertThat(never.json().path("detail").asText()).contains("release is never");
    assertThat(client.send("PATCH", path + "/options", Map.of("release", "by-hand")).status())
        .isEqualTo(200);
    assertThat(client.post(path + "/release", Map.of("calls", List.of("1.1"))).status())
        .as("it is not at risk")
        .isEqualTo(409);
    JsonNode done = client.post(path + "/release", Map.of("all", true)).json();
    assertThat(done.path("calls").asInt()).isZero();
    assertThat(client.get("/api/batches/nothing/at-risk").status()).isEqualTo(404);
    assertThat(client.get(path).json().path("can").path("release").asBoolean()).isFalse();
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

  @Test
  void theApiDescribesItself() {
    Answer openapi = client.get("/api/openapi");
    assertThat(openapi.status()).as(openapi.text()).isEqualTo(200);
    JsonNode description = openapi.json();
    assertThat(description.path("paths").fieldNames())
        .toIterable()
        .contains("/api/batches", "/api/uploads/{upload}/plan", "/api/compare");
    assertThat(
            description.at("/components/schemas/BatchJson/properties/per_batch_cap/type").asText())
        .isEqualTo("number");
    Answer page = client.get("/api/docs");
    assertThat(page.status()).isEqualTo(302);
    Answer ui = client.get(page.header("Location"));
    assertThat(ui.status()).isEqualTo(200);
    assertThat(ui.text()).contains("swagger-ui");
  }

  @Test
  void filesAreAttachments() {
    String batch = client.run("files.csv", TASKS, Map.of());
    awaitEnd(batch);
    JsonNode files = client.get("/api/batches/" + batch + "/files").json();
    assertThat(files.findValuesAsText("name"))
        .contains("results.csv", "batch_report.csv", "batch-summary.json", "tasks.csv");
    Answer csv = client.get("/api/batches/" + batch + "/files/results.csv");
    assertThat(csv.header("Content-Disposition")).startsWith("attachment");
    assertThat(csv.header("Content-Type")).startsWith("text/csv");
    assertThat(csv.text()).contains("Explain tides");
    Answer book = client.get("/api/batches/" + batch + "/files/results.xlsx");
    assertThat(book.status()).isEqualTo(200);
    assertThat(book.response().body()).startsWith(new byte[] {'P', 'K'});
    assertThat(client.get("/api/batches/" + batch + "/files/results/0000001-a1.json").json())
        .isNotEmpty();
    for (String name :
        List.of(
            "..%2f..%2f.env",
            "..%2fdata",
            "..",
            ".",
            "%2e%2e/%2e%2e/data/ledger.db",
            "..%5c..%5c.env",
            "results/..%2f..%2foptions.yaml",
            "none.csv",
            "%00")) {
      assertThat(client.get("/api/batches/" + batch + "/files/" + name).status())
          .as(name)
          .isIn(400, 404);
    }
    assertThat(client.get("/api/batches/" + batch + "/summary").json().path("count").asInt())
        .isEqualTo(2);
    assertThat(client.get("/api/batches/" + batch + "/options").json().path("concurrency").asInt())
        .isEqualTo(3);
    assertThat(client.post("/api/batches/" + batch + "/report", null).status()).isEqualTo(200);
    JsonNode charts = client.get("/api/batches/" + batch + "/charts").json();
    assertThat(charts.path("cost")).isNotEmpty();
    assertThat(charts.path("latency")).hasSize(10);
    assertThat(charts.path("status").path("published").asInt()).isEqualTo(2);
  }

  @Test
  void batchesAreComparedByIdAndByText() {
    String one = client.run("first.csv", TASKS, Map.of());
    String other = client.run("second.csv", "id,task\na2,Explain tides again\na3,New\n", Map.of());
    awaitEnd(one);
    awaitEnd(other);
    JsonNode compared = client.get("/api/compare?a=" + one + "&b=" + other).json();
    assertThat(compared.path("matched").asInt()).isEqualTo(1);
    assertThat(compared.path("only_a").asInt()).isEqualTo(1);
    assertThat(compared.path("only_b").asInt()).isEqualTo(1);
    JsonNode pair = compared.path("items").get(1);
    assertThat(pair.path("key").asText()).isEqualTo("a2");
    assertThat(pair.path("diff").findValuesAsText("op")).contains("same", "ins");

    String text = client.run("third.txt", "Explain tides\nOther\n", Map.of());
    awaitEnd(text);
    JsonNode byText = client.get("/api/compare?differ=true&a=" + one + "&b=" + text).json();
    assertThat(byText.path("matched").asInt()).isEqualTo(1);
    assertThat(byText.path("total").asInt()).as(byText.toString()).isEqualTo(2);
  }

  @Test
  void templatesAreKept() {
    assertThat(client.get("/api/templates").json().findValuesAsText("name"))
        .contains("conservative", "moderate", "aggressive");
    Answer put =
        client.send("PUT", "/api/templates/mine", Map.of("use", "moderate", "temperature", 0.7));
    assertThat(put.status()).as(put.text()).isEqualTo(200);
    assertThat(put.json().path("options").path("per-run-cap").decimalValue())
        .isEqualByComparingTo("0.5");
    assertThat(home.resolve("templates/mine.yaml")).exists();
    assertThat(client.send("PUT", "/api/templates/moderate", Map.of()).status()).isEqualTo(422);
    assertThat(client.send("PUT", "/api/templates/..%2fx", Map.of()).status()).isIn(400, 404);
    assertThat(client.send("DELETE", "/api/templates/mine", null).status()).isEqualTo(204);
    assertThat(client.send("DELETE", "/api/templates/mine", null).status()).isEqualTo(404);
    assertThat(client.send("DELETE", "/api/templates/moderate", null).status()).isEqualTo(409);
  }

  @Test
  void pricesAndSettings() {
    JsonNode prices = client.get("/api/prices?q=gpt-4o-mini").json();
    assertThat(prices).isNotEmpty();
    JsonNode settings = client.get("/api/settings").json();
    JsonNode mode = byKey(settings, "batch-runner.mode");
    assertThat(mode.path("value").asText()).isEqualTo("mock");
    assertThat(mode.path("source").asText()).isEqualTo("command line");
    JsonNode key = byKey(settings, "batch-runner.providers.openai.api-key");
    assertThat(key.path("secret").asBoolean()).isTrue();
  }

  private static JsonNode byKey(JsonNode settings, String key) {
    for (JsonNode setting : settings) {
      if (setting.path("key").asText().equals(key)) {
        return setting;
      }
    }
    throw new AssertionError(key + " is not among " + settings);
  }

  @Test
  void defaultsAreSavedAndHold() throws Exception {
    Path file = Files.createDirectories(home.resolve("config")).resolve("application.yaml");
    Files.writeString(
        file,
        "# mine\nbatch-runner:\n  max-batches: 5 # five\n  defaults:\n    concurrency: 9\nserver:\n  port: 1\n");
    Answer put =
        client.send(
            "PUT",
            "/api/defaults",
            Map.of("options", Map.of("per-batch-cap", 7.5, "policy", List.of("any"))));
    assertThat(put.status()).as(put.text()).isEqualTo(200);
    assertThat(Files.readString(file))
        .contains("# mine", "max-batches: 5 # five", "port: 1", "per-batch-cap: 7.5")
        .doesNotContain("concurrency");
    String batch = client.run("defaults.csv", TASKS, Map.of());
    JsonNode view = client.get("/api/batches/" + batch).json();
    assertThat(view.path("per_batch_cap").decimalValue()).isEqualByComparingTo("7.5");
    assertThat(
            byKey(client.get("/api/settings").json(), "batch-runner.defaults.per-batch-cap")
                .path("source")
                .asText())
        .isEqualTo(file.toString());
    assertThat(client.send("PUT", "/api/defaults", Map.of("options", Map.of("x", 1))).status())
        .isEqualTo(422);
    assertThat(client.send("DELETE", "/api/defaults", null).status()).isEqualTo(200);
    assertThat(Files.readString(file)).contains("max-batches").doesNotContain("defaults");
    assertThat(client.get("/api/defaults").json().path("options")).isEmpty();
  }

  private static boolean saysEnd(String line, String batch) {
    if (!line.startsWith("data:")) {
      return false;
    }
    for (JsonNode item :
        org.batchrunner.common.Json.read(line.substring(5), JsonNode.class).path("items")) {
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
