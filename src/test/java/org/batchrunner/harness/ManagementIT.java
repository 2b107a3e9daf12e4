package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.harness.OutcomeAssert.assertOutcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.Fault;
import org.batchrunner.stub.Faults;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics, health and log of the real program, held against its own summary. */
class ManagementIT {

  private static final int TASKS = 150;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PORT = Pattern.compile("metrics and health: port (\\d+)");

  @TempDir Path home;

  private final ModelStub stub = ModelStub.start();
  private final HttpClient http = HttpClient.newHttpClient();
  private int port;

  @AfterEach
  void stop() {
    stub.close();
  }

  private Workplace workplace() {
    return new Workplace(Application.built(), home)
        .provider("openai", stub.baseUrl(Api.OPENAI))
        .set("defaults.debaters", "openai/gpt-4o-mini")
        .set("defaults.concurrency", "8")
        .set("defaults.retry-delays", "0.01s")
        .set("defaults.max-attempts", "6")
        .set("settle-time", "0s")
        .java("-XX:TieredStopAtLevel=1");
  }

  private ProgramProcess watch(Workplace workplace, String... more) {
    List<String> words =
        Stream.concat(Stream.of("watch", "--management.server.port=0"), Stream.of(more)).toList();
    ProgramProcess program = workplace.start(words.toArray(String[]::new));
    program.until(() -> PORT.matcher(program.err()).find());
    Matcher found = PORT.matcher(program.err());
    assertThat(found.find()).isTrue();
    port = Integer.parseInt(found.group(1));
    return program;
  }

  private HttpResponse<String> get(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The samples of a scrape: by name and labels. */
  private Map<String, BigDecimal> scrape() {
    HttpResponse<String> page = get("/actuator/prometheus");
    assertThat(page.statusCode()).isEqualTo(200);
    return page.body()
        .lines()
        .filter(line -> line.startsWith("batchrunner_"))
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.lastIndexOf(' ')),
                line -> new BigDecimal(line.substring(line.lastIndexOf(' ') + 1))));
  }

  private static BigDecimal sum(Map<String, BigDecimal> samples, String name, String... labels) {
    return samples.entrySet().stream()
        .filter(sample -> sample.getKey().startsWith(name + "{"))
        .filter(sample -> Stream.of(labels).allMatch(sample.getKey()::contains))
        .map(Map.Entry::getValue)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void whatIsScrapedIsWhatTheSummarySays() throws IOException {
    stub.latency(Duration.ofMillis(60))
        .faults(Faults.seeded(7).with(Fault.SERVER_ERROR, 0.10).with(Fault.RESET_AFTER, 0.06));
    Workplace workplace = workplace();
    try (ProgramProcess program =
        watch(workplace, "--batch-runner.log=json", "--logging.level.org.batchrunner=debug")) {
      workplace.drop("seen.csv", TaskFiles.csv("seen", TASKS));
      program.until(
          () -> {
            Map<String, BigDecimal> now = scrape();
            return sum(now, "batchrunner_calls_in_flight").signum() > 0
                && sum(now, "batchrunner_dollars", "kind=\"held\"").signum() > 0;
          });
      program.until(() -> workplace.reported(1));
      Outcome outcome = Outcome.read(workplace.batches().get(0));
      assertOutcome(outcome).isWhole(TASKS).addsUp();
      program.until(() -> sum(scrape(), "batchrunner_ledger_batches", "finished").intValue() == 1);
      same(scrape(), outcome);
      log(program, outcome.summary().path("batch").asText());
    }
  }

  private void same(Map<String, BigDecimal> samples, Outcome outcome) {
    for (String status : List.of("published", "failed", "none", "skipped_batch_cap")) {
      BigDecimal count = BigDecimal.valueOf(outcome.count(status));
      String label = "status=\"" + status + "\"";
      assertThat(sum(samples, "batchrunner_tasks_total", label))
          .as(label)
          .isEqualByComparingTo(count);
      assertThat(sum(samples, "batchrunner_ledger_tasks", label)).isEqualByComparingTo(count);
    }
    assertThat(sum(samples, "batchrunner_calls_seconds_count"))
        .isEqualByComparingTo(BigDecimal.valueOf(stub.journal().requests()));
    assertThat(
            sum(
                samples,
                "batchrunner_calls_seconds_count",
                "provider=\"openai\"",
                "model=\"gpt-4o-mini\"",
                "outcome=\"answered\""))
        .isEqualByComparingTo(BigDecimal.valueOf(outcome.count("published")));
    assertThat(sum(samples, "batchrunner_calls_seconds_count", "outcome=\"server_error\""))
        .isPositive();
    assertThat(sum(samples, "batchrunner_calls_seconds_count", "outcome=\"lost\"")).isPositive();
    BigDecimal atRisk = outcome.total("at_risk");
    assertThat(atRisk).isPositive();
    assertThat(sum(samples, "batchrunner_dollars", "kind=\"at_risk\""))
        .isEqualByComparingTo(atRisk);
    assertThat(sum(samples, "batchrunner_dollars", "kind=\"settled\""))
        .isEqualByComparingTo(outcome.total("spent").subtract(atRisk));
    assertThat(sum(samples, "batchrunner_dollars", "kind=\"held\"")).isZero();
    assertThat(sum(samples, "batchrunner_calls_in_flight")).isZero();
    assertThat(sum(samples, "batchrunner_wait_seconds_sum", "slot")).isPositive();
    assertThat(sum(samples, "batchrunner_ledger_commits_seconds_count")).isPositive();
    assertThat(sum(samples, "batchrunner_ledger_changes_total"))
        .isGreaterThanOrEqualTo(BigDecimal.valueOf(2L * TASKS));
    assertThat(sum(samples, "batchrunner_ledger_queue")).isZero();
    assertThat(samples).as("bounded").hasSizeLessThan(100);
  }

  /** One line an event, its batch and task in fields; no word of prompts or answers. */
  private static void log(ProgramProcess program, String batch) throws IOException {
    TreeSet<Integer> tasks = new TreeSet<>();
    TreeSet<String> events = new TreeSet<>();
    for (String line : program.err().lines().filter(l -> l.startsWith("{")).toList()) {
      JsonNode event = JSON.readTree(line);
      if (event.has("event")) {
        events.add(event.path("event").asText());
        assertThat(event.path("batch").asText()).isEqualTo(batch);
        assertThat(event.path("message").asText()).contains(batch);
      }
      if (event.path("event").asText().equals("task")) {
        assertThat(tasks.add(event.path("task").asInt())).isTrue();
        assertThat(event.path("status").asText()).isNotEmpty();
      }
    }
    assertThat(tasks).hasSize(TASKS);
    assertThat(events)
        .containsExactly("accepted", "call-failed", "claimed", "finished", "reported", "task");
    assertThat(program.err()).doesNotContain("what is thing", "In one sentence");
  }

  @Test
  void readinessFollowsTheOutboxAndTheStop() throws IOException {
    Workplace workplace = workplace();
    try (ProgramProcess program = watch(workplace)) {
      program.until(() -> get("/actuator/health/liveness").statusCode() == 200);
      program.until(() -> get("/actuator/health/readiness").statusCode() == 200);
      assertThat(get("/actuator/health/readiness").body())
          .contains("\"ledger\":{\"status\":\"UP\"}", "\"outbox\":{\"status\":\"UP\"}");

      Path away = Files.move(workplace.outbox(), home.resolve("outbox-away"));
      Files.writeString(workplace.outbox(), "a file in its place");
      program.until(() -> get("/actuator/health/readiness").statusCode() == 503);
      assertThat(get("/actuator/health/readiness").body()).contains("the outbox can't be written");
      assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      Files.delete(workplace.outbox());
      Files.move(away, workplace.outbox());
      program.until(() -> get("/actuator/health/readiness").statusCode() == 200);

      stub.latency(Duration.ofSeconds(4));
      workplace.drop("slow.csv", TaskFiles.csv("slow", 8));
      program.until(() -> stub.journal().inFlight() > 0);
      program.terminate();
      program.until(() -> get("/actuator/health/readiness").statusCode() == 503);
      assertThat(program.exitCode(Duration.ofSeconds(60))).isIn(0, 143);
    }
  }

  @Test
  void aRunHasNoPort() throws IOException {
    stub.latency(Duration.ofSeconds(2));
    Workplace workplace = workplace();
    Path file = workplace.file("run.csv", TaskFiles.csv("run", 2));
    try (ProgramProcess program =
        workplace.start("run", file.toString(), "--management.server.port=0")) {
      program.until(() -> stub.journal().inFlight() > 0);
      assertThat(listening(program.pid())).isEmpty();
      assertThat(program.exitCode()).as(program.err()).isZero();
    }
  }

  /** The sockets of a process that listen, as Linux tells of them. */
  private static List<String> listening(long pid) throws IOException {
    List<String> sockets;
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      sockets =
          files
              .map(
                  file -> {
                    try {
                      return Files.readSymbolicLink(file).toString();
                    } catch (IOException e) {
                      return "";
                    }
                  })
              .filter(name -> name.startsWith("socket:["))
              .map(name -> name.substring(8, name.length() - 1))
              .toList();
    }
    List<String> found = new java.util.ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length > 9 && fields[3].equals("0A") && sockets.contains(fields[9])) {
          found.add(fields[1]);
        }
      }
    }
    return found;
  }
}
