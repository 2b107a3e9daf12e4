package org.batchrunner.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.batchrunner.app.TestProgram;
import org.batchrunner.web.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The token that the program makes for itself, so that no other user of the machine comes in. */
class TokenTest {

  private static final String MOCK = "--batch-runner.mode=mock";

  @TempDir Path home;

  private static URI plain(URI page) {
    return page.resolve("/");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void itIsMadeAtTheFirstStartAndKept() throws IOException {
    Path file = home.resolve("data/web-token");
    URI first;
    try (TestProgram.Watch watching = TestProgram.in(home).mock().watch()) {
      first = watching.page();
      String token = Files.readString(file).strip();
      assertThat(token).hasSizeGreaterThanOrEqualTo(32).isEqualTo(Client.tokenOf(first));
      assertThat(permissions(file)).isEqualTo("rw-------");
      assertThat(watching.program().page()).isEqualTo(plain(first));
      assertThat(new Client(plain(first)).get("/api/status").status()).isEqualTo(401);
      assertThat(new Client(first).get("/api/status").status()).isEqualTo(200);
    }
    try (TestProgram.Watch again = TestProgram.in(home).mock().watch()) {
      assertThat(again.page().getQuery()).isEqualTo(first.getQuery());
    }
  }

  @Test
  void oneThatOthersCouldReadIsReplaced() throws IOException {
    Path file = Files.createDirectories(home.resolve("data")).resolve("web-token");
    Files.writeString(file, "a-token-that-was-open-to-all\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    try (TestProgram.Watch watching = TestProgram.in(home).mock().watch()) {
      assertThat(Client.tokenOf(watching.page()))
          .isNotEqualTo("a-token-that-was-open-to-all")
          .isEqualTo(Files.readString(file).strip());
      assertThat(permissions(file)).isEqualTo("rw-------");
    }
    Path secret = Files.writeString(home.resolve("elsewhere"), "the-token-of-somebody-else\n");
    Files.delete(file);
    Files.createSymbolicLink(file, secret);
    try (TestProgram.Watch watching = TestProgram.in(home).mock().watch()) {
      assertThat(Client.tokenOf(watching.page())).isNotEqualTo("the-token-of-somebody-else");
      assertThat(Files.isSymbolicLink(file)).isFalse();
      assertThat(secret).hasContent("the-token-of-somebody-else");
    }
  }

  @Test
  void noneGoesWithout() {
    try (TestProgram.Watch watching =
        TestProgram.in(home).with(MOCK, "--batch-runner.web.token=none").watch()) {
      assertThat(watching.page().getQuery()).isNull();
      assertThat(new Client(watching.page()).get("/api/status").status()).isEqualTo(200);
      assertThat(home.resolve("data/web-token")).doesNotExist();
    }
  }

  @Test
  void theAddressBeginsASessionAndLosesTheToken() throws Exception {
    try (TestProgram.Watch watching = TestProgram.in(home).mock().watch()) {
      HttpURLConnection entrance = open(watching.page());
      assertThat(entrance.getResponseCode()).isEqualTo(303);
      assertThat(entrance.getHeaderField("Location")).isEqualTo("/");
      assertThat(entrance.getHeaderField("Referrer-Policy")).isEqualTo("no-referrer");
      String cookie = entrance.getHeaderField("Set-Cookie");
      assertThat(cookie)
          .contains("HttpOnly", "SameSite=Strict", "Path=/")
          .doesNotContain(Client.tokenOf(watching.page()));
      Client browser = browser(watching, cookie);
      assertThat(browser.get("/api/status").status()).isEqualTo(200);
      assertThat(browser.get("/api/status").text()).doesNotContain(Client.tokenOf(watching.page()));

      HttpURLConnection wrong = open(plain(watching.page()).resolve("/?token=wrong"));
      assertThat(wrong.getResponseCode()).isEqualTo(303);
      assertThat(wrong.getHeaderField("Set-Cookie")).isNull();
      // Only the page takes it from the address.
      String query = "?token=" + Client.tokenOf(watching.page());
      Client unknown = new Client(plain(watching.page()));
      assertThat(unknown.get("/api/status" + query).status()).isEqualTo(401);
      for (String open : List.of("/", "/index.html", "/app/main.js", "/app/app.css")) {
        assertThat(unknown.get(open).status()).as(open).isEqualTo(200);
      }
    }
  }

  private static HttpURLConnection open(URI address) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    return connection;
  }

  private static Client browser(TestProgram.Watch watching, String cookie) {
    return new Client(plain(watching.page()), "Cookie", cookie.substring(0, cookie.indexOf(';')));
  }

  @Test
  void logoutEndsTheSessionAtTheServerAndARestartDoesNot() {
    List<String> cookies = new ArrayList<>();
    try (TestProgram.Watch watching = TestProgram.in(home).mock().watch()) {
      Client unknown = new Client(plain(watching.page()));
      for (int i = 0; i < 2; i++) {
        Answer answer =
            unknown.post("/api/session", Map.of("token", Client.tokenOf(watching.page())));
        assertThat(answer.status()).isEqualTo(204);
        cookies.add(answer.header("Set-Cookie"));
      }
      assertThat(cookies.get(0)).isNotEqualTo(cookies.get(1));
      Client leaves = browser(watching, cookies.get(0));
      Client stays = browser(watching, cookies.get(1));
      assertThat(leaves.get("/api/status").status()).isEqualTo(200);
      assertThat(leaves.send("DELETE", "/api/session", null).status()).isEqualTo(204);
      assertThat(leaves.get("/api/status").status()).isEqualTo(401);
      assertThat(stays.get("/api/status").status()).isEqualTo(200);
    }
    try (TestProgram.Watch again = TestProgram.in(home).mock().watch()) {
      assertThat(browser(again, cookies.get(0)).get("/api/status").status()).isEqualTo(401);
      assertThat(browser(again, cookies.get(1)).get("/api/status").status()).isEqualTo(200);
    }
    try (TestProgram.Watch other =
        TestProgram.in(home)
            .with(MOCK, "--batch-runner.web.token=another-token-of-the-user")
            .watch()) {
      assertThat(browser(other, cookies.get(1)).get("/api/status").status()).isEqualTo(401);
      assertThat(other.page().getQuery()).as("a token of the user's is not shown").isNull();
    }
  }

  @Test
  void noSecretStandsInAFileThatOthersCanRead() throws IOException {
    try (TestProgram.Watch watching = TestProgram.in(home).mock().watch()) {
      Client known = new Client(watching.page());
      known.post("/api/session", Map.of("token", Client.tokenOf(watching.page())));
      String token = Client.tokenOf(watching.page());
      try (Stream<Path> files = Files.walk(home)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
              .contains(token)) {
            assertThat(file).isEqualTo(home.resolve("data/web-token"));
          }
        }
      }
      assertThat(permissions(home.resolve("data/.web-sessions"))).isEqualTo("rw-------");
      for (String path : List.of("/api/settings", "/api/status", "/api/openapi")) {
        assertThat(known.get(path).text()).as(path).doesNotContain(token);
      }
    }
  }
}
