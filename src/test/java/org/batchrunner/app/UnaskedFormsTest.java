package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.batchrunner.app.TestProgram.Said;
import org.batchrunner.harness.TaskFiles;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies in forms that were not asked for, and errors in them, through the whole program. */
class UnaskedFormsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CHAT =
      "{'id':'x','object':'chat.completion','model':'gpt-4o-mini','choices':[{'index':0,'message':"
          + "{'role':'assistant','content':'Hello'},'finish_reason':'stop'}],'usage':"
          + "{'prompt_tokens':20,'completion_tokens':2,'total_tokens':22}}";

  private static final String STREAM =
      "data: {'id':'c1','object':'chat.completion.chunk','model':'gpt-4o-mini','choices':[{'index':"
          + "0,'delta':{'role':'assistant','content':'Hel'},'finish_reason':null}]}\n\n"
          + "data: {'id':'c1','object':'chat.completion.chunk','model':'gpt-4o-mini','choices':"
          + "[{'index':0,'delta':{'content':'lo'},'finish_reason':'stop'}]}\n\n"
          + "data: {'id':'c1','object':'chat.completion.chunk','model':'gpt-4o-mini','choices':[],"
          + "'usage':{'prompt_tokens':20,'completion_tokens':2,'total_tokens':22}}\n\n"
          + "data: [DONE]\n\n";

  private static final String LEGACY =
      "{'id':'x','object':'text_completion','model':'gpt-4o-mini','choices':[{'index':0,'text':"
          + "'Hello','finish_reason':'stop'}],'usage':{'prompt_tokens':20,'completion_tokens':2}}";

  @TempDir Path home;
  private ModelStub stub;

  @BeforeEach
  void start() {
    stub = ModelStub.start();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private static Reaction raw(int status, String body) {
    return Reaction.raw(status, body.replace('\'', '"'));
  }

  private Said run(int rows, String... options) throws IOException {
    Path file = Files.writeString(home.resolve("tasks.csv"), TaskFiles.csv("forms", rows));
    return TestProgram.in(home)
        .set("providers.openai.base-url", stub.baseUrl(Api.OPENAI).toString())
        .set("providers.openai.api-key", "test-key-of-mine")
        .set("defaults.debaters", "openai/gpt-4o-mini")
        .set("probe-delays", "1h")
        .run(
            Stream.concat(
                    Stream.of("run", file.toString(), "--json", "--retry-delays", "0.02s"),
                    Stream.of(options))
                .toArray(String[]::new));
  }

  private JsonNode result() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("outbox"))) {
      Path lines = files.filter(file -> file.endsWith("results.jsonl")).findFirst().orElseThrow();
      return JSON.readTree(Files.readAllLines(lines).get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        STREAM,
        ": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n" + CHAT,
        "\n\n\n" + CHAT,
        LEGACY
      })
  void isReadAndPaidOnce(String body) throws IOException {
    stub.script(request -> raw(200, body).used(20, 2));
    Said said = run(1);

    assertThat(said.code()).as(said.err()).isZero();
    assertThat(stub.journal().requests()).isEqualTo(1);
    assertThat(result().path("text").asText()).isEqualTo("Hello");
    assertThat(result().at("/usage/0/prompt_tokens").asInt()).isEqualTo(20);
    assertThat(result().path("spent").asDouble())
        .isEqualTo(result().path("cost_estimate").asDouble());
    assertThat(JSON.readTree(said.out()).at("/totals/at_risk").asDouble()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'choices':[{'mess",
        "pong",
        "{'something':'else'}",
        "data: {'choices':[{'index':0,'delta':{'content':'Hel'}}]}\n\n",
        "{'error':{'message':'something odd'}}"
      })
  void whatCantBeReadIsAskedOnceMoreAtMost(String body) throws IOException {
    stub.script(request -> raw(200, body).used(20, 2));
    Said said = run(1, "--max-attempts", "5");

    assertThat(said.code()).isEqualTo(3);
    assertThat(stub.journal().requests()).isEqualTo(2);
    assertThat(result().path("status").asText()).isEqualTo("failed");
    assertThat(result().path("error").asText()).contains("the reply").contains("2 attempts");
  }

  @Test
  void anErrorOfTheRequestInA200IsOneAttemptAndFree() throws IOException {
    stub.script(
        request ->
            raw(
                200,
                "{'error':{'code':400,'message':'The maximum context length is 4096 tokens'},"
                    + "'user_id':'u1'}"));
    Said said = run(1);

    assertThat(said.code()).isEqualTo(3);
    assertThat(stub.journal().requests()).isEqualTo(1);
    assertThat(result().path("spent").asDouble()).isZero();
    assertThat(result().path("error").asText()).contains("HTTP 200 with the error 400 in it");
  }

  @Test
  void aRateLimitInA200IsWaitedFor() throws IOException {
    String limited =
        "{'error':{'code':429,'message':'Rate limit exceeded upstream','metadata':"
            + "{'headers':{'Retry-After':'1'}}}}";
    stub.enqueue(raw(200, limited), raw(200, limited), raw(200, limited), raw(200, limited));
    Said said = run(1);

    assertThat(said.code()).as(said.err()).isZero();
    assertThat(stub.journal().requests()).isEqualTo(5);
    assertThat(JSON.readTree(said.out()).at("/totals/at_risk").asDouble()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "403 | {'error':{'message':'Key limit exceeded (total limit). Manage it using"
            + " https://openrouter.ai/settings/keys','code':403}} | Key limit exceeded",
        "200 | {'error':{'code':402,'message':'Insufficient credits. Add more using"
            + " https://openrouter.ai/settings/credits'},'user_id':'u'} | Insufficient credits",
        "400 | {'error':{'message':'Budget has been exceeded! Current cost: 10.2, Max budget: 10.0'"
            + ",'type':'budget_exceeded','code':'400'}} | Budget has been exceeded",
        "429 | {'type':'error','error':{'type':'rate_limit_error','message':'This request would"
            + " exceed your monthly spend limit. test-key-of-mine sk-abcdefgh12345'}}"
            + " | monthly spend limit",
        "200 | data: {'error':{'code':402,'message':'No money, test-key-of-mine'}} | No money"
      })
  void outOfCreditInOtherWordsPausesTheBatch(int status, String body, String sentence)
      throws IOException {
    stub.script(request -> raw(status, body).header("retry-after", "600").billed(false));
    Said said = run(4, "--concurrency", "2");

    assertThat(said.code()).as(said.err()).isEqualTo(4);
    JsonNode summary = JSON.readTree(said.out());
    assertThat(summary.path("state").asText()).isEqualTo("paused");
    assertThat(summary.path("reason").asText())
        .startsWith("out of credit at openai: HTTP " + status)
        .contains(sentence)
        .doesNotContain("sk-abcdefgh12345", "test-key-of-mine");
    assertThat(summary.at("/by_status/failed").asInt()).isZero();
    assertThat(summary.at("/totals/spent").asDouble()).isZero();
    assertThat(stub.journal().requests()).isLessThanOrEqualTo(2);
  }
}
