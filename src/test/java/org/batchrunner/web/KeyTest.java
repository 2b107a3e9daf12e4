package org.batchrunner.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.batchrunner.app.TestProgram;
import org.batchrunner.cli.Commands;
import org.batchrunner.cli.RunningProgram;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.web.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first visit: a key is tested and kept, and the program leaves mock mode by itself. */
class KeyTest {

  private static final String KEY = "sk-first-visit-0123456789";

  @TempDir Path home;

  @Test
  void aKeyIsKeptAndTheProgramStartsAnewAtTheSameAddress() throws Exception {
    Path env = home.resolve(".env");
    Files.writeString(env, "# mine\nOTHER=1\nOPENAI_API_KEY=\n");
    BlockingQueue<RunningProgram> started = new LinkedBlockingQueue<>();
    CompletableFuture<Integer> ended =
        CompletableFuture.supplyAsync(
            () ->
                Commands.execute(
                    (extent, settings) -> {
                      RunningProgram program =
                          TestProgram.in(home).with(settings).watch().program();
                      started.add(program);
                      return program;
                    },
                    List.of("watch")));
    RunningProgram first = started.poll(120, TimeUnit.SECONDS);
    URI page = first.page();
    Client client = new Client(first.entrance().address());
    assertThat(client.get("/api/status").json().path("mock").asBoolean()).isTrue();
    assertThat(client.get("/api/status").json().path("can_keep_keys").asBoolean()).isTrue();

    assertThat(keep(client, Map.of("api_key", KEY)).status()).isEqualTo(422);
    assertThat(keep(client, Map.of("api_key", "a b\nX=1", "agree", true)).status()).isEqualTo(422);
    assertThat(client.send("PUT", "/api/providers/none/key", Map.of("agree", true)).status())
        .isEqualTo(404);
    Answer kept = keep(client, Map.of("api_key", KEY, "agree", true));
    assertThat(kept.status()).as(kept.text()).isEqualTo(200);
    assertThat(kept.json().path("restarting").asBoolean()).isTrue();
    assertThat(Files.readAllLines(env))
        .containsExactly("# mine", "OTHER=1", "OPENAI_API_KEY=" + KEY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(env)))
        .isEqualTo("rw-------");

    RunningProgram second = started.poll(120, TimeUnit.SECONDS);
    assertThat(second.page()).isEqualTo(page);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !client.get("/api/status").json().path("mock").asBoolean());
    assertThat(client.get("/api/providers").text())
        .contains("\"key_present\":true")
        .doesNotContain(KEY);
    second.close();
    assertThat(ended.get(60, TimeUnit.SECONDS)).isZero();
  }

  private static Answer keep(Client client, Map<String, ?> body) {
    return client.send("PUT", "/api/providers/openai/key", body);
  }

  @Test
  void aKeyIsTestedByTheListOfModels() {
    try (ModelStub vendors = ModelStub.start().key(KEY);
        TestProgram.Watch watching =
            TestProgram.in(home)
                .set("providers.openai.base-url", vendors.baseUrl(Api.OPENAI).toString())
                .set("providers.anthropic.base-url", vendors.baseUrl(Api.ANTHROPIC) + "/")
                .set("providers.google.base-url", vendors.baseUrl(Api.GEMINI).toString())
                .set("providers.gone.base-url", "http://127.0.0.1:1/v1")
                .watch()) {
      Client client = new Client(watching.page());
      assertThat(test(client, "openai", KEY).at("/models/0").asText()).isEqualTo("gpt-4o-mini");
      assertThat(test(client, "anthropic", KEY).at("/models/0").asText())
          .isEqualTo("claude-haiku-4-5");
      assertThat(test(client, "google", KEY).at("/models/0").asText())
          .isEqualTo("gemini-2.5-flash");
      JsonNode wrong = test(client, "openai", "sk-another-key");
      assertThat(wrong.path("ok").asBoolean()).isFalse();
      assertThat(wrong.path("message").asText()).contains("refuses the key (401)");
      assertThat(test(client, "gone", KEY).path("message").asText()).contains("can't be reached");
      assertThat(client.post("/api/providers/openai/test", Map.of("api_key", "a\nb")).status())
          .isEqualTo(422);
    }
  }

  private static JsonNode test(Client client, String provider, String key) {
    Answer answer = client.post("/api/providers/" + provider + "/test", Map.of("api_key", key));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.text()).doesNotContain(KEY, key);
    return answer.json();
  }
}
