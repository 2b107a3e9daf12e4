package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.batchrunner.common.Json;
import org.batchrunner.money.Tokens;
import org.batchrunner.stub.Entry;
import org.batchrunner.stub.Failures;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Used;
import org.batchrunner.stub.WaitForm;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Prompt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests and replies over HTTP, against a server that refuses what the vendors refuse: unknown
 * keys, wrong roles, a temperature that a model does not take, a missing limit.
 */
class StubRequestsTest {

  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"answer\":{\"type\":\"string\"}},"
          + "\"required\":[\"answer\"],\"additionalProperties\":false}";

  private static ModelStub stub;
  private static CloseableHttpClient http;

  private record Answer(int status, Map<String, String> headers, byte[] body) {}

  @BeforeAll
  static void start() {
    stub = ModelStub.start();
    http = HttpClients.custom().disableAutomaticRetries().build();
  }

  @AfterAll
  static void stop() throws IOException {
    http.close();
    stub.close();
  }

  @BeforeEach
  void reset() {
    stub.reset();
  }

  private static ProviderSettings provider(Api api) {
    URI url = stub.baseUrl(org.batchrunner.stub.Api.valueOf(api.name()));
    return Samples.settings(api.wire(), api, url.toString(), "test");
  }

  private static Answer ask(Api api, String model, Prompt prompt) throws IOException {
    ProviderSettings provider = provider(api);
    HttpPost post =
        new HttpPost("http://127.0.0.1:" + stub.port() + api.path(provider.baseUrl(), model));
    api.headers(provider).forEach(post::setHeader);
    post.setEntity(
        new ByteArrayEntity(
            api.encode(provider, new ModelId(provider.name(), model), prompt), null));
    return http.execute(
        post,
        response -> {
          Map<String, String> headers = new HashMap<>();
          for (Header header : response.getHeaders()) {
            headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue());
          }
          return new Answer(
              response.getCode(), headers, EntityUtils.toByteArray(response.getEntity()));
        });
  }

  private static Prompt prompt(boolean system, boolean shared, boolean json) {
    return new Prompt(
        system ? "Be short. 🙂" : null,
        shared ? "Shared" : null,
        "What is \"this\"? In JSON.\n\t😀 数学 \u0001",
        json ? Json.read(SCHEMA, JsonNode.class) : null,
        json ? "draft" : null,
        50,
        new BigDecimal("0.3"),
        Map.of(),
        null);
  }

  static Stream<Arguments> everything() {
    return Stream.of(
            "OPENAI gpt-4o-mini",
            "OPENAI o3-mini",
            "OPENAI gpt-5-mini",
            "OPENAI gpt-4-turbo",
            "ANTHROPIC claude-haiku-4-5",
            "ANTHROPIC claude-opus-4-7",
            "GEMINI gemini-2.5-flash")
        .map(each -> each.split(" "))
        .flatMap(
            each ->
                Stream.of(0, 1, 2, 3, 4, 5, 6, 7)
                    .map(
                        bits ->
                            Arguments.of(
                                Api.valueOf(each[0]),
                                each[1],
                                prompt((bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0))));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void eachFormIsTakenAndItsReplyRead(Api api, String model, Prompt prompt) throws Exception {
    Answer answer = ask(api, model, prompt);

    assertThat(answer.status())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    DecodedReply reply = api.decode(answer.body(), answer.headers(), model);
    Entry entry = stub.journal().entries().get(0);
    assertThat(reply.tokens())
        .isEqualTo(
            new Tokens(
                entry.used().plainIn(),
                entry.used().cacheRead(),
                entry.used().cacheWrite(),
                0,
                entry.used().out()));
    assertThat(reply.model()).startsWith(model);
    assertThat(reply.requestId()).isNotBlank();
    if (prompt.schema() != null && !model.equals("gpt-4-turbo")) {
      assertThat(Json.read(reply.text(), JsonNode.class).path("answer").asText()).isNotEmpty();
    } else {
      assertThat(reply.text()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Api.class)
  void cachedAndReasoningTokensAreRead(Api api) throws Exception {
    Used used = new Used(10, 60, api == Api.GEMINI ? 0 : 7, 40, 30);
    stub.enqueue(org.batchrunner.stub.Reaction.answer("Hi").used(used));
    String model = model(api);

    DecodedReply reply = decode(api, model, ask(api, model, prompt(true, true, false)));

    assertThat(reply.tokens()).isEqualTo(new Tokens(10, 60, used.cacheWrite(), 0, 40));
  }

  @ParameterizedTest
  @EnumSource(Api.class)
  void outOfCreditIsTold(Api api) throws Exception {
    org.batchrunner.stub.Api at = org.batchrunner.stub.Api.valueOf(api.name());
    stub.enqueue(Failures.outOfCredit(at), Failures.dailyQuota(at));

    for (int times = 0; times < 2; times++) {
      Answer answer = ask(api, model(api), prompt(false, false, false));

      assertThat(outcome(api, answer).retry()).isEqualTo(CallFailure.Retry.OUT_OF_CREDIT);
    }
  }

  @ParameterizedTest
  @EnumSource(WaitForm.class)
  void everyFormOfWaitIsRead(WaitForm form) throws Exception {
    Duration wait = Duration.ofMillis(1500);
    for (Api api : Api.values()) {
      org.batchrunner.stub.Api at = org.batchrunner.stub.Api.valueOf(api.name());
      stub.enqueue(Failures.rateLimited(at, form, wait, java.time.Clock.systemUTC()));

      CallFailure outcome = outcome(api, ask(api, model(api), prompt(false, false, false)));

      assertThat(outcome.retry()).isEqualTo(CallFailure.Retry.AGAIN);
      assertThat(outcome.slowDown()).isTrue();
      // Gemini has no headers that tell when a limit of which nothing is left is whole again.
      boolean said =
          switch (form) {
            case NONE, ZERO, NEGATIVE -> api != Api.GEMINI;
            default -> true;
          };
      assertThat(outcome.retryAfter().isPresent()).as(api + " " + form).isEqualTo(said);
      // A date has whole seconds, and some of it has passed.
      outcome.retryAfter().ifPresent(at2 -> assertThat(at2.toMillis()).isBetween(1000L, 2600L));
    }
  }

  @Test
  void aRefusalIsTold() throws Exception {
    Answer answer = ask(Api.OPENAI, "no-such-model", prompt(false, false, false));

    assertThat(outcome(Api.OPENAI, answer).message())
        .isEqualTo("HTTP 404: The model `no-such-model` does not exist");
    assertThat(outcome(Api.OPENAI, answer).retry()).isEqualTo(CallFailure.Retry.NEVER);
  }

  private static DecodedReply decode(Api api, String model, Answer answer)
      throws UnreadableReplyException {
    return api.decode(answer.body(), answer.headers(), model);
  }

  private static CallFailure outcome(Api api, Answer answer) {
    return Classification.of(
        api, answer.status(), answer.headers(), answer.body(), java.time.Instant.now());
  }

  private static String model(Api api) {
    return List.of("gpt-4o-mini", "claude-haiku-4-5", "gemini-2.5-flash").get(api.ordinal());
  }
}
