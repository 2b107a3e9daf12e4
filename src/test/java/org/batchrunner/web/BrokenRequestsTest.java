package org.batchrunner.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.batchrunner.app.TestProgram;
import org.batchrunner.common.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every endpoint, sent what it does not take: a problem that says so, never a 500. */
class BrokenRequestsTest {

  private static final String TOKEN = "a-token-of-22-letters!";
  private static final List<String> TYPES =
      List.of(
          "application/json",
          "text/plain",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "multipart/form-data; boundary=x",
          "multipart/mixed; boundary=x",
          "application/xml",
          "application/json; charset=nonsense",
          "nonsense",
          "");
  private static final List<String> BODIES =
      List.of(
          "",
          "null",
          "{}",
          "[]",
          "\"text\"",
          "12",
          "{",
          "{\"options\":null}",
          "{\"options\":[]}",
          "{\"options\":\"x\"}",
          "{\"options\":{\"corpus\":null}}",
          "{\"options\":{\"corpus\":{\"a\":1}}}",
          "{\"options\":{\"corpus\":[null]}}",
          "{\"options\":{\"use\":[1]}}",
          "{\"options\":{\"use\":null}}",
          "{\"options\":{\"when\":[null]}}",
          "{\"options\":{\"when\":[{\"match\":null,\"set\":null}]}}",
          "{\"options\":{\"model-parameters\":[1]}}",
          "{\"options\":{\"\":\"\"}}",
          "{\"options\":{\"concurrency\":{}}}",
          "{\"upload\":null}",
          "{\"upload\":12,\"options\":{}}",
          "{\"upload\":{}}",
          "{\"upload\":\"../../x\"}",
          "{\"prompt\":null}",
          "{\"prompt\":[]}",
          "{\"prompt\":\"\\ud800\",\"options\":{\"system\":\"\\ud800\"}}",
          "{\"system\":\"\\ud800\"}",
          "{\"options\":{\"system\":\"\\u0000\\u0007\\ufffe\"}}",
          "{\"model-parameters\":{\"openai/gpt-4o-mini\":{\"user\":\"\\ud800\"}}}",
          "{\"token\":null}",
          "{\"token\":[1]}",
          "{\"api_key\":[],\"agree\":\"no\"}",
          "{\"first\":\"x\"}",
          "{\"first\":1e999}",
          "{\"per-batch-cap\":null}",
          "{\"per-batch-cap\":[]}",
          "{\"corpus\":[[]]}",
          "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nno file\r\n--x--\r\n",
          "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--x--\r\n",
          "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\ntask",
          "--x\r\nno header\r\n\r\nx\r\n--x--\r\n",
          "--x\r\nContent-Disposition: form-data; name=\"other\"; filename=\"a.csv\"\r\n\r\ntask\r\n--x--\r\n",
          "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\ntask\nx\r\n"
              + "--x\r\nContent-Disposition: form-data; name=\"options\"\r\n\r\n[1, 2\r\n--x--\r\n",
          "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\ntask\nx\r\n"
              + "--x\r\nContent-Disposition: form-data; name=\"options\"; filename=\"o\"\r\n\r\nx\r\n--x--\r\n");

  private static final int OTHER_TYPES_TAKE = 9;

  @TempDir static Path home;
  private static TestProgram.Watch watching;
  private static URI page;

  @BeforeAll
  static void start() {
    watching =
        TestProgram.in(home)
            .with("--batch-runner.mode=mock", "--batch-runner.web.token=" + TOKEN)
            .watch();
    page = watching.program().page();
  }

  @AfterAll
  static void stop() {
    watching.close();
  }

  private record Call(String method, String path) {}

  /** As the program itself lists them. */
  private static List<Call> calls() {
    Client client = new Client(page, "Authorization", "Bearer " + TOKEN);
    String batch = client.run("a.csv", "task\nWhy?\n", Map.of());
    String upload = client.upload("b.csv", "task\nWhy?\n");
    List<Call> calls = new ArrayList<>();
    JsonNode paths = client.get("/api/openapi").json().path("paths");
    paths
        .fieldNames()
        .forEachRemaining(
            path -> {
              if (path.endsWith("/events")) {
                return; // It never ends.
              }
              for (String id : List.of(batch, "nobody")) {
                String real =
                    path.replace("{upload}", id.equals(batch) ? upload : "none")
                        .replace("{id}", id)
                        .replace("{seq}", "1")
                        .replace("{n}", "0")
                        .replace("{name}", id.equals(batch) ? "openai" : "x.y");
                paths
                    .path(path)
                    .fieldNames()
                    .forEachRemaining(
                        method -> calls.add(new Call(method.toUpperCase(Locale.ROOT), real)));
              }
            });
    assertThat(calls).hasSizeGreaterThan(50);
    return calls.stream().distinct().toList();
  }

  private record Answer(int status, String type, String body) {}

  private static Answer send(String head, String body) throws IOException {
    try (Socket socket = new Socket(page.getHost(), page.getPort())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      out.write(
          (head
                  + "\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                  + TOKEN
                  + "\r\nConnection: close\r\n"
                  + (bytes.length == 0 ? "" : "Content-Length: " + bytes.length + "\r\n")
                  + "\r\n")
              .getBytes(StandardCharsets.UTF_8));
      out.write(bytes);
      InputStream in = socket.getInputStream();
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int end = all.indexOf("\r\n\r\n");
      String headers = all.substring(0, Math.max(0, end)).toLowerCase(Locale.ROOT);
      int type = headers.indexOf("content-type:");
      return new Answer(
          Integer.parseInt(all.substring(9, 12)),
          type < 0
              ? ""
              : headers.substring(type + 13, (headers + "\r\n").indexOf("\r\n", type)).strip(),
          all.substring(end + 4));
    }
  }

  private static void assertProblem(SoftAssertions all, String what, Answer answer) {
    all.assertThat(answer.status()).as("%s: %s", what, answer.body()).isBetween(200, 499);
    if (answer.status() >= 400) {
      all.assertThat(answer.type()).as(what).startsWith("application/problem+json");
    }
  }

  /** Every body as JSON and in parts; of the other types each takes its turn with some of them. */
  private static List<String> bodies(String type) {
    if (type.equals("application/json") || type.startsWith("multipart/form-data; boundary")) {
      return BODIES;
    }
    int turn = TYPES.indexOf(type) % OTHER_TYPES_TAKE;
    return IntStream.range(0, BODIES.size())
        .filter(body -> body % OTHER_TYPES_TAKE == turn)
        .mapToObj(BODIES::get)
        .toList();
  }

  @Test
  void wrongTypesAndBodies() throws IOException {
    SoftAssertions all = new SoftAssertions();
    for (Call call : calls()) {
      boolean body = !call.method().equals("GET");
      for (String type : body ? TYPES : List.of("")) {
        for (String sent : body ? bodies(type) : List.of("", "{}")) {
          String head =
              "%s %s HTTP/1.1%s"
                  .formatted(
                      call.method(),
                      call.path(),
                      type.isEmpty() ? "" : "\r\nContent-Type: " + type);
          assertProblem(all, head + "\n" + sent, send(head, sent));
          if (all.errorsCollected().size() > 20) {
            all.assertAll();
          }
        }
      }
    }
    all.assertAll();
  }

  @Test
  void wrongParametersPathsAndMethods() throws IOException {
    SoftAssertions all = new SoftAssertions();
    for (String head :
        List.of(
            "GET /api/batches?page=x",
            "GET /api/batches?size=99999999999999",
            "GET /api/batches?page=-1",
            "GET /api/batches?page=2147483647&size=500",
            "GET /api/batches?state=nonsense",
            "GET /api/batches?from=yesterday",
            "GET /api/batches?q=%25%27%22%00",
            "GET /api/batches?from=+1000000000-12-31T23:59:59.999999999Z",
            "GET /api/batches/%2e%2e/files/x",
            "GET /api/batches/%00",
            "GET /api/batches/nobody/tasks/-1",
            "GET /api/batches/nobody/tasks/x",
            "GET /api/batches/nobody/tasks/99999999999",
            "GET /api/batches/nobody/files/%00",
            "GET /api/compare",
            "GET /api/compare?a=x&b=y&page=-1",
            "GET /api/nothing",
            "POST /api/status",
            "PUT /api/batches",
            "DELETE /api/batches",
            "PATCH /api/session",
            "PUT /api/templates/..",
            "PUT /api/templates/%2e%2e%2fx",
            "POST /",
            "DELETE /app/main.js",
            "PUT /index.html",
            "POST /api/docs",
            "GET /error",
            "POST /error",
            "DELETE /error",
            "OPTIONS /api/batches",
            "HEAD /api/nothing",
            "BREW /api/status",
            "GET /api/batches?%zz=1",
            "GET /%zz",
            "GET /api/status\r\nAccept: text/html",
            "GET /api/nothing\r\nAccept: text/html",
            "GET /api/nothing\r\nAccept: image/png",
            "GET /api/nothing\r\nAccept: nonsense",
            "GET /api/status\r\nAccept: nonsense",
            "GET /api/status\r\nRange: bytes=9-1")) {
      int line = head.indexOf("\r\n");
      String full =
          line < 0
              ? head + " HTTP/1.1"
              : head.substring(0, line) + " HTTP/1.1" + head.substring(line);
      Answer answer = send(full, "");
      if (head.startsWith("HEAD") || head.startsWith("OPTIONS")) {
        all.assertThat(answer.status()).as(head).isBetween(200, 499);
      } else {
        assertProblem(all, head, answer);
      }
      if (head.contains("/error")) {
        all.assertThat(answer.status()).as(head).isEqualTo(404);
      }
    }
    all.assertAll();
  }

  @Test
  void whatWasSentIsNotSentBackWhole() throws IOException {
    String much = "long-".repeat(40_000);
    SoftAssertions all = new SoftAssertions();
    for (Map.Entry<String, Map<String, ?>> request :
        List.<Map.Entry<String, Map<String, ?>>>of(
            Map.entry("POST /api/runs", Map.of("prompt", "x", "options", Map.of("judge", much))),
            Map.entry("POST /api/runs", Map.of("prompt", "x", "options", Map.of(much, "x"))),
            Map.entry("POST /api/runs", Map.of("prompt", "x", "options", Map.of("use", much))),
            Map.entry("POST /api/runs", Map.of("prompt", "x", "options", Map.of("corpus", much))),
            Map.entry(
                "POST /api/runs",
                Map.of("prompt", "x", "options", Map.of("debaters", List.of(much, much)))),
            Map.entry(
                "POST /api/runs", Map.of("prompt", "x", "options", Map.of("only", "(" + much))),
            Map.entry("POST /api/batches", Map.of("upload", much)),
            Map.entry("PUT /api/defaults", Map.of("options", Map.of("workflow", much))),
            Map.entry("PUT /api/templates/one", Map.of("temperature", much)))) {
      Answer answer =
          send(
              request.getKey() + " HTTP/1.1\r\nContent-Type: application/json",
              Json.write(request.getValue()));
      all.assertThat(answer.status()).as(request.getKey() + answer).isBetween(400, 499);
      all.assertThat(answer.body().length()).as(request.getKey()).isLessThan(4_000);
    }
    Answer path = send("GET /api/batches/%s HTTP/1.1".formatted(much.substring(0, 6000)), "");
    all.assertThat(path.status()).isEqualTo(404);
    all.assertThat(path.body().length()).isLessThan(4_000);
    Answer query = send("GET /api/batches?page=%s HTTP/1.1".formatted(much.substring(0, 6000)), "");
    all.assertThat(query.status()).isEqualTo(400);
    all.assertThat(query.body().length()).isLessThan(4_000);
    all.assertAll();
  }
}
