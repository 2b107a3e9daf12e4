package org.batchrunner.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.batchrunner.app.TestProgram;
import org.batchrunner.cli.CommandException;
import org.batchrunner.web.Client.Answer;
import org.batchrunner.web.Client.Part;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and what is kept from browsers. */
class SafetyTest {

  private static final String TOKEN = "a-token-of-22-letters!";

  @TempDir static Path home;
  private static TestProgram.Watch watching;
  private static Client known;
  private static Client unknown;

  @BeforeAll
  static void start() {
    watching =
        TestProgram.in(home)
            .with(
                "--batch-runner.mode=mock",
                "--batch-runner.web.token=" + TOKEN,
                "--batch-runner.web.max-upload=1MB",
                "--batch-runner.providers.openai.api-key=sk-very-secret-key",
                "--batch-runner.ledger.password=hidden-password")
            .watch();
    known = new Client(watching.page(), "Authorization", "Bearer " + TOKEN);
    unknown = new Client(watching.page());
  }

  @AfterAll
  static void stop() {
    watching.close();
  }

  @Test
  void withoutTheTokenNothingIsTold() {
    for (String path :
        new String[] {
          "/api/status",
          "/api/batches",
          "/api/openapi",
          "/api/events",
          "/%61pi/status",
          "/app/..;/api/status",
          "/api;x/status",
          "/app/%2e%2e/api/status",
          "/nothing"
        }) {
      Answer answer = unknown.get(path);
      assertThat(answer.status()).as(path).isEqualTo(401);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }
    assertThat(
            new Client(watching.page(), "Authorization", "Bearer wrong")
                .get("/api/status")
                .status())
        .isEqualTo(401);
    assertThat(known.get("/api/status").status()).isEqualTo(200);
  }

  @Test
  void aBrowserShowsTheTokenOnce() {
    assertThat(unknown.post("/api/session", Map.of("token", "wrong")).status()).isEqualTo(401);
    Answer session = unknown.post("/api/session", Map.of("token", TOKEN));
    assertThat(session.status()).isEqualTo(204);
    String cookie = session.header("Set-Cookie");
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain(TOKEN);
    Client browser =
        new Client(watching.page(), "Cookie", cookie.substring(0, cookie.indexOf(';')));
    assertThat(browser.get("/api/status").status()).isEqualTo(200);
    assertThat(browser.send("DELETE", "/api/session", null).header("Set-Cookie"))
        .contains("Max-Age=0");
  }

  @Test
  void otherSitesCanNotSend() {
    String own = watching.page().toString().replaceFirst("/$", "");
    assertThat(post("Origin", own).status()).isEqualTo(201);
    assertThat(post("Sec-Fetch-Site", "same-origin").status()).isEqualTo(201);
    assertThat(post("Origin", "https://evil.example").status()).isEqualTo(403);
    assertThat(post("Origin", "null").status()).isEqualTo(403);
    assertThat(post("Origin", "http://127.0.0.1:1").status()).isEqualTo(403);
    assertThat(post("Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
    assertThat(post("Sec-Fetch-Site", "same-site").status()).isEqualTo(403);
  }

  private static Answer post(String header, String value) {
    return known.send("POST", "/api/runs", Map.of("prompt", "Hello"), header, value);
  }

  @Test
  void foreignNamesOfTheHostAreRefused() throws Exception {
    assertThat(raw("Host: evil.example")).startsWith("HTTP/1.1 403");
    assertThat(raw("Host: 127.0.0.1.evil.example:80")).startsWith("HTTP/1.1 403");
    assertThat(raw("Host: LOCALHOST:8080")).startsWith("HTTP/1.1 200");
    assertThat(raw("Host: [::1]")).startsWith("HTTP/1.1 200");
  }

  /** The client of the JDK does not let a host be set. */
  private static String raw(String host) throws Exception {
    URI page = watching.page();
    try (Socket socket = new Socket(page.getHost(), page.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("GET /api/options HTTP/1.1\r\n%s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                  .formatted(host, TOKEN))
              .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void headersKeepBrowsersFromRunningWhatIsNotOurs() {
    Answer answer = known.get("/api/status");
    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.response().headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void whatIsTooLargeIsRefusedWithASentence() {
    Answer file =
        known.multipart("/api/uploads", Part.file("file", "large.txt", "word ".repeat(500_000)));
    assertThat(file.status()).isEqualTo(413);
    assertThat(file.json().path("detail").asText()).contains("larger than 1 MB", "max-upload");
    Answer body = known.post("/api/runs", Map.of("prompt", "x".repeat(3_000_000)));
    assertThat(body.status()).isEqualTo(413);
  }

  @Test
  void keysAreInNoAnswer() {
    for (String path :
        new String[] {
          "/api/status",
          "/api/settings",
          "/api/providers",
          "/api/openapi",
          "/api/options",
          "/api/defaults",
          "/api/models"
        }) {
      assertThat(known.get(path).text())
          .as(path)
          .doesNotContain("sk-very-secret-key", TOKEN, "hidden-password");
    }
  }

  @Test
  void theMainPortShowsNoMetrics() {
    for (String path :
        new String[] {
          "/actuator",
          "/actuator/health",
          "/actuator/prometheus",
          "/actuator/env",
          "/actuator;x/health",
          "/%61ctuator/health"
        }) {
      assertThat(known.get(path).status()).as(path).isIn(400, 404);
    }
  }

  @Test
  void otherMachinesAreLetInWithATokenOnly(@TempDir Path other) {
    assertThatThrownBy(() -> TestProgram.in(other).with("--server.address=0.0.0.0").watch())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("batch-runner.web.token is not set")
        .hasMessageContaining("server.address '0.0.0.0'");
    assertThatThrownBy(
            () ->
                TestProgram.in(other)
                    .with("--server.address=0.0.0.0", "--batch-runner.web.token=short")
                    .watch())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("too short");
  }

  @Test
  void beyondLoopbackKeysAreNotTaken(@TempDir Path other) {
    try (TestProgram.Watch open =
        TestProgram.in(other)
            .with("--server.address=0.0.0.0", "--batch-runner.web.token=" + TOKEN)
            .watch()) {
      URI page = URI.create("http://127.0.0.1:" + open.page().getPort() + "/");
      Client client = new Client(page, "Authorization", "Bearer " + TOKEN);
      assertThat(client.get("/api/status").json().path("can_keep_keys").asBoolean()).isFalse();
      Answer kept =
          client.send(
              "PUT",
              "/api/providers/openai/key",
              Map.of("api_key", "sk-0123456789", "agree", true));
      assertThat(kept.status()).isEqualTo(403);
      assertThat(other.resolve(".env")).doesNotExist();
    }
  }
}
