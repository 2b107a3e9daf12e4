package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.batchrunner.app.TestProgram.Said;
import org.batchrunner.common.Json;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.Delivery;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.batchrunner.stub.UsageForm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What calls of unknown cost are charged with is never hidden, and can be given back by hand. */
class MoneyAtRiskTest {

  private static final String TWO = "id,task\nfirst,Name a tree\nsecond,Name a bird\n";

  @TempDir Path home;
  private ModelStub stub;
  private String address;
  private String timeout = "120s";

  @BeforeEach
  void start() {
    stub = ModelStub.start();
    address = stub.baseUrl(Api.OPENAI).toString();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void aTaskThatIsRefusedTellsWhatItsEarlierCallsHaveCost() throws IOException {
    stub.script(request -> lost());
    String[] options = {"--per-batch-cap", "0.002", "--retry-delays", "0.01s"};
    String rows = "id,task\nonly,Name a tree\n";
    assertThat(run(rows, options).code()).isEqualTo(3);
    JsonNode failed = results().get(0);
    assertThat(failed.path("status").asText()).isEqualTo("failed");
    assertThat(failed.path("attempts").asInt()).isEqualTo(3);

    assertThat(program().run("retry", batch()).code()).isZero();
    assertThat(run(rows, options).code()).isEqualTo(3);

    JsonNode skipped = results().get(0);
    assertThat(skipped.path("status").asText()).isEqualTo("skipped_batch_cap");
    assertThat(skipped.path("attempts").asInt()).isEqualTo(3);
    assertThat(skipped.path("spent").decimalValue())
        .isPositive()
        .isEqualByComparingTo(failed.path("spent").decimalValue())
        .isEqualByComparingTo(totals().path("spent").decimalValue());
    assertThat(skipped.path("at_risk").decimalValue())
        .isEqualByComparingTo(totals().path("at_risk").decimalValue());
    assertThat(skipped.path("error").asText()).contains("the reply was lost");
    assertThat(skipped.path("drafts")).hasSize(1);
  }

  @Test
  void aCostThatIsNotReportedIsTheMostThatItCanBeAndSaysSo() throws IOException {
    stub.script(
        request ->
            request.user().contains("tree") ? null : Reaction.answer().usage(UsageForm.MISSING));
    assertThat(run(TWO).code()).isZero();
    JsonNode unknown = results().get(1);
    assertThat(unknown.path("status").asText()).isEqualTo("published");
    BigDecimal worst = unknown.path("at_risk").decimalValue();
    assertThat(worst).isPositive();
    assertThat(unknown.path("usage").get(0).path("at_risk").decimalValue())
        .isEqualByComparingTo(worst);
    assertThat(results().get(0).has("at_risk")).isFalse();

    List<String> report = Files.readAllLines(outbox().resolve("batch_report.csv"));
    assertThat(report.get(0)).endsWith("id,status,provider,duration_s,cost_est,task");
    assertThat(report.get(2)).contains("," + worst.toPlainString() + ",");
    List<String> table = Files.readAllLines(outbox().resolve("results.csv"));
    assertThat(table.get(2))
        .contains("cost not reported, at most $" + worst.toPlainString())
        .contains("," + worst.toPlainString() + ",");
    assertThat(table.get(1)).doesNotContain("not reported");
  }

  @Test
  void whatIsAtRiskIsListedCallByCallAndReleasedByHandOnly() throws IOException {
    stub.script(request -> lost());
    String rows = TWO + "third,Name a fish\n";
    // Room for the worst case of two.
    String[] options = {"--per-batch-cap", "0.0014", "--max-attempts", "1", "--concurrency", "1"};
    assertThat(run(rows, options).code()).isEqualTo(3);
    assertThat(results().get(2).path("status").asText()).isEqualTo("skipped_batch_cap");

    Said list = program().run("release", batch());
    assertThat(list.code()).isZero();
    assertThat(list.out()).contains("1.1  task first", "2.1  task second", "openai/gpt-4o-mini");
    assertThat(list.out())
        .contains("the request was sent, but no response was received", "release=by-hand");
    Said never = program().run("release", batch(), "--all");
    assertThat(never.code()).isEqualTo(2);
    assertThat(never.err()).contains("its option release is never", "set " + batch());
    assertThat(totals().path("at_risk").decimalValue()).isPositive();

    assertThat(program().run("set", batch(), "release=by-hand").code()).isZero();
    Said wrong = program().run("release", batch(), "--call", "1.1,9.9");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("no call '9.9' is at risk");
    BigDecimal before = totals().path("at_risk").decimalValue();
    BigDecimal first = results().get(0).path("spent").decimalValue();
    assertThat(first).isPositive();
    assertThat(program().run("release", batch(), "--call", "1.1").out()).contains("of 1 call ");
    assertThat(totals().path("at_risk").decimalValue())
        .isEqualByComparingTo(before.subtract(first));
    assertThat(totals().path("released").decimalValue()).isEqualByComparingTo(first);
    assertThat(results().get(0).path("spent").decimalValue()).isEqualByComparingTo("0");
    assertThat(program().run("release", batch(), "--call", "1.1").err())
        .contains("call 1.1 was released before");

    assertThat(program().run("release", batch(), "--all").code()).isZero();
    assertThat(totals().path("at_risk").decimalValue()).isEqualByComparingTo("0");
    assertThat(totals().path("spent").decimalValue()).isEqualByComparingTo("0");
    assertThat(results().get(0).path("attempts").asInt()).isEqualTo(1);
    assertThat(program().run("status", batch()).out()).contains("released");

    stub.reset();
    assertThat(program().run("retry", batch()).code()).isZero();
    assertThat(run(rows, options).code()).isZero();
    assertThat(results()).allMatch(result -> result.path("status").asText().equals("published"));
    assertThat(program().run("doctor").out()).doesNotContain("WRONG  ledger");
  }

  @Test
  void whatCameBackIsNotedWithEachLostCall() throws IOException {
    timeout = "5s";
    stub.script(
        request ->
            Reaction.answer()
                .header("x-request-id", "req-of-the-vendor")
                .header("content-length", "9999"));
    assertThat(run("task\nName a tree\n", "--max-attempts", "1").code()).isEqualTo(3);
    JsonNode call = Json.MAPPER.readTree(program().run("release", batch(), "--json").out()).get(0);
    assertThat(call.path("progress").asText()).isEqualTo("responding");
    assertThat(call.path("request_id").asText()).isEqualTo("req-of-the-vendor");
    assertThat(call.path("worst").decimalValue()).isPositive();
  }

  @Test
  void aRefusalWhoseTextIsCutIsARefusal() throws IOException {
    timeout = "5s";
    stub.script(
        request -> Reaction.raw(400, "{\"error\":{\"mess").header("content-length", "9999"));
    assertThat(run("task\nName a tree\n", "--retry-delays", "0.01s").code()).isEqualTo(3);
    assertThat(results().get(0).path("spent").decimalValue()).isEqualByComparingTo("0");
    assertThat(results().get(0).path("error").asText()).contains("HTTP 400");
  }

  /** Its last byte never left, so nobody can have run it. */
  @Test
  void aRequestThatIsCutBeforeItsEndCostsNothing() throws Exception {
    try (ServerSocket server = new ServerSocket()) {
      server.setReceiveBufferSize(4096);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      address = "http://127.0.0.1:" + server.getLocalPort() + "/v1";
      Thread rude = new Thread(() -> closeEarly(server));
      rude.setDaemon(true);
      rude.start();
      // More than the buffers of both ends hold.
      String rows = "task\n" + "\u6f22".repeat(990_000) + "\n";
      String[] options = {
        "--max-attempts",
        "1",
        "--per-run-cap",
        "100",
        "--per-batch-cap",
        "100",
        "--system",
        "\u5b57".repeat(990_000)
      };
      assertThat(run(rows, options).code()).isEqualTo(3);
    }
    JsonNode result = results().get(0);
    assertThat(result.path("error").asText()).contains("before the whole request was sent");
    assertThat(result.path("spent").decimalValue()).isEqualByComparingTo("0");
    assertThat(result.path("attempts").asInt()).isEqualTo(1);
  }

  private static void closeEarly(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.setSoLinger(true, 0);
        InputStream in = socket.getInputStream();
        byte[] head = in.readNBytes(1000);
        assertThat(head).hasSize(1000);
      } catch (IOException e) {
        return;
      }
    }
  }

  private static Reaction lost() {
    return Reaction.answer().delivered(Delivery.RESET);
  }

  private Said run(String rows, String... options) throws IOException {
    Path file = home.resolve("tasks.csv");
    Files.writeString(file, rows, StandardCharsets.UTF_8);
    return program()
        .run(
            Stream.concat(Stream.of("run", file.toString()), Stream.of(options))
                .toArray(String[]::new));
  }

  private TestProgram program() {
    return TestProgram.in(home)
        .set("providers.openai.base-url", address)
        .set("providers.openai.api-key", "test")
        .set("providers.openai.timeout", timeout)
        .set("defaults.debaters", "openai/gpt-4o-mini");
  }

  private String batch() {
    return outbox().getFileName().toString();
  }

  private Path outbox() {
    try (Stream<Path> folders = Files.list(home.resolve("outbox"))) {
      return folders
          .filter(folder -> !folder.getFileName().toString().startsWith("."))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode totals() throws IOException {
    return summary().path("summary").path("totals");
  }

  private List<JsonNode> results() throws IOException {
    List<JsonNode> results = new java.util.ArrayList<>();
    summary().path("results").forEach(results::add);
    return results;
  }

  private JsonNode summary() throws IOException {
    return Json.MAPPER.readTree(outbox().resolve("batch-summary.json").toFile());
  }
}
