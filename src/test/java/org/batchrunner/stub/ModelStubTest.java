package org.batchrunner.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.util.Timeout;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelStubTest {

  private static final String OPENAI =
      "{\"model\":\"gpt-4o-mini\",\"max_completion_tokens\":100,"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"Say hello\"}]}";
  private static final String ANTHROPIC =
      "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":100,\"system\":\"Be kind\","
          + "\"messages\":[{\"role\":\"user\",\"content\":\"Say hello\"}]}";
  private static final String GEMINI =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Say hello\"}]}],"
          + "\"generationConfig\":{\"maxOutputTokens\":100}}";

  private ModelStub stub;
  private PlainClient client;

  @BeforeEach
  void start() {
    stub = ModelStub.start();
    client = new PlainClient(stub, Timeout.ofSeconds(20));
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    stub.close();
  }

  @Test
  void openAiAnswersAndBillsWhatTheUsageSays() throws IOException {
    JsonNode reply = client.openAi(OPENAI).json();

    assertThat(reply.at("/choices/0/message/content").asText()).contains("Say hello");
    assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(reply.path("model").asText()).isEqualTo("gpt-4o-mini-2024-07-18");
    long in = reply.at("/usage/prompt_tokens").asLong();
    long out = reply.at("/usage/completion_tokens").asLong();
    assertThat(in).isEqualTo(9);
    assertThat(out).isPositive();
    assertThat(stub.journal().dollars())
        .isEqualByComparingTo(
            new BigDecimal("0.00000015")
                .multiply(BigDecimal.valueOf(in))
                .add(new BigDecimal("0.0000006").multiply(BigDecimal.valueOf(out))));
    Awaitility.await().until(() -> stub.journal().inFlight() == 0);
    Entry entry = stub.journal().entries().get(0);
    assertThat(entry.delivered()).isTrue();
    assertThat(entry.prompt()).isEqualTo("Say hello");
  }

  @Test
  void anthropicCountsWhatComesFromItsCacheBesidesTheInput() throws IOException {
    stub.cached(50);

    JsonNode usage = client.anthropic(ANTHROPIC).json().path("usage");

    Used used = stub.journal().entries().get(0).used();
    assertThat(usage.path("input_tokens").asInt()).isEqualTo(used.plainIn());
    assertThat(usage.path("cache_read_input_tokens").asInt()).isEqualTo(used.cacheRead());
    assertThat(used.cacheRead()).isPositive();
  }

  @Test
  void geminiCountsThoughtsBesidesTheAnswerAndCachedInputWithinTheInput() throws IOException {
    stub.cached(50).outputTokens(90, 90);

    JsonNode usage = client.gemini("gemini-2.5-flash", GEMINI).json().path("usageMetadata");

    Used used = stub.journal().entries().get(0).used();
    assertThat(usage.path("promptTokenCount").asInt()).isEqualTo(used.in());
    assertThat(usage.path("cachedContentTokenCount").asInt()).isEqualTo(used.cacheRead());
    assertThat(
            usage.path("candidatesTokenCount").asInt() + usage.path("thoughtsTokenCount").asInt())
        .isEqualTo(90);
    assertThat(stub.journal().dollars())
        .isEqualByComparingTo(
            BigDecimal.valueOf(used.plainIn() * 300L + used.cacheRead() * 30L + 90 * 2500L, 9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"messages":[{"role":"user","content":"x"}]}                            | you must provide a model
          {"model":"gpt-4o","messages":[{"role":"user","content":"x"}],"foo":1}   | Unknown parameter: 'foo'
          {"model":"gpt-4o","messages":[]}                                        | empty array
          {"model":"gpt-4o","messages":[{"role":"model","content":"x"}]}          | Invalid value: 'model'
          {"model":"gpt-5","max_tokens":5,"messages":[{"role":"user","content":"x"}]} | Use 'max_completion_tokens'
          {"model":"gpt-5","temperature":0.3,"messages":[{"role":"user","content":"x"}]} | Only the default (1)
          {"model":"gpt-4o","response_format":{"type":"json_object"},"messages":[{"role":"user","content":"x"}]} | the word 'json'
          {"model":"gpt-4o","response_format":{"type":"json_schema","json_schema":{"name":"a","strict":true,"schema":{"type":"object"}}},"messages":[{"role":"user","content":"x"}]} | additionalProperties
          not json                                                                | could not parse
          """)
  void openAiRefusesWhatTheVendorRefuses(String body, String message) throws IOException {
    PlainClient.Answer answer = client.openAi(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/message").asText()).contains(message);
    assertThat(answer.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
    assertThat(stub.journal().dollars()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"model":"claude-haiku-4-5","messages":[{"role":"user","content":"x"}]}                  | max_tokens: Field required
          {"model":"claude-haiku-4-5","max_tokens":9,"n":1,"messages":[{"role":"user","content":"x"}]} | n: Extra inputs
          {"model":"claude-haiku-4-5","max_tokens":9,"messages":[{"role":"system","content":"x"}]} | Unexpected role
          {"model":"claude-opus-4-8","max_tokens":9,"temperature":0.3,"messages":[{"role":"user","content":"x"}]} | only the value 1.0
          {"model":"claude-haiku-4-5","max_tokens":9,"tool_choice":{"type":"tool","name":"a"},"messages":[{"role":"user","content":"x"}]} | not found
          """)
  void anthropicRefusesWhatTheVendorRefuses(String body, String message) throws IOException {
    PlainClient.Answer answer = client.anthropic(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/message").asText()).contains(message);
    assertThat(answer.json().path("type").asText()).isEqualTo("error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"contents":[]}                                                            | contents is not specified
          {"contents":[{"parts":[{"text":"x"}]}],"model":"m"}                        | Unknown name "model"
          {"contents":[{"role":"assistant","parts":[{"text":"x"}]}]}                 | valid role
          {"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"max_tokens":1}} | Unknown name "max_tokens"
          {"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"responseMimeType":"application/json","responseSchema":{"type":"object","additionalProperties":false}}} | Unknown name "additionalProperties"
          """)
  void geminiRefusesWhatTheVendorRefuses(String body, String message) throws IOException {
    PlainClient.Answer answer = client.gemini("gemini-2.5-flash", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/message").asText()).contains(message);
    assertThat(answer.json().at("/error/status").asText()).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void aWrongKeyAndAModelThatNobodySellsAreRefused() throws IOException {
    stub.key("other");
    assertThat(client.openAi(OPENAI).status()).isEqualTo(401);
    assertThat(client.anthropic(ANTHROPIC).status()).isEqualTo(401);
    assertThat(client.gemini("gemini-2.5-flash", GEMINI).status()).isEqualTo(400);
    client.headers.clear();
    assertThat(client.gemini("gemini-2.5-flash", GEMINI).status()).isEqualTo(403);

    client.headers.put("Authorization", "Bearer other");
    assertThat(client.openAi(OPENAI.replace("gpt-4o-mini", "gpt-9")).status()).isEqualTo(404);
    assertThat(stub.journal().dollars()).isZero();
    assertThat(client.post("/v1/completions", "{}").status()).isEqualTo(404);
    assertThat(stub.journal().strays()).containsEntry("POST /v1/completions", 1L);
  }

  @Test
  void aModelThatScriptsSellIsBilledAtItsPrice() throws IOException {
    stub.price("llama", "1000000", "0").enqueue(Reaction.answer("ok").used(3, 9));

    client.openAi(OPENAI.replace("gpt-4o-mini", "llama"));

    assertThat(stub.journal().dollars()).isEqualByComparingTo("3");
  }

  @Test
  void aSchemaIsAnsweredInItsForm() throws IOException {
    String schema =
        """
        {"type":"object","additionalProperties":false,"required":["scores"],"properties":{"scores":\
        {"type":"array","items":{"type":"object","additionalProperties":false,\
        "required":["draft","task_fit","reason"],"properties":{"draft":{"type":"string",\
        "enum":["A","B"]},"task_fit":{"type":"number","description":"0 to 4"},\
        "reason":{"type":"string"}}}}}}""";
    String format =
        "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"strict\":true,\"schema\":%s}}"
            .formatted(schema);

    String openAi =
        client
            .openAi(
                OPENAI.replace("\"messages\"", "\"response_format\":" + format + ",\"messages\""))
            .json()
            .at("/choices/0/message/content")
            .asText();
    JsonNode anthropic =
        client
            .anthropic(
                ANTHROPIC.replace(
                    "\"messages\"",
                    "\"tools\":[{\"name\":\"s\",\"input_schema\":%s}],\"tool_choice\":{\"type\":\"tool\",\"name\":\"s\"},\"messages\""
                        .formatted(schema)))
            .json()
            .path("content")
            .get(0);

    assertThat(anthropic.path("type").asText()).isEqualTo("tool_use");
    for (JsonNode answer : List.of(Bodies.MAPPER.readTree(openAi), anthropic.path("input"))) {
      assertThat(answer.at("/scores/0/draft").asText()).isEqualTo("A");
      assertThat(answer.at("/scores/1/draft").asText()).isEqualTo("B");
      assertThat(answer.at("/scores/1/task_fit").asDouble()).isBetween(0.0, 4.0);
    }
  }

  @Test
  void theOrderIsQueueThenScriptsThenAnswer() throws IOException {
    stub.enqueue(Reaction.answer("queued"))
        .script(asked -> asked.user().contains("hello") ? Reaction.answer("scripted") : null);

    assertThat(client.openAi(OPENAI).body()).contains("queued");
    assertThat(client.openAi(OPENAI).body()).contains("scripted");
    assertThat(client.openAi(OPENAI.replace("hello", "bye")).body()).contains("Answer ");
    assertThat(stub.journal().duplicates().values()).containsExactly(new Journal.Asked(2, 2));
  }

  @Test
  void theLimitOfTokensHoldsAndIsSaid() throws IOException {
    stub.outputTokens(500, 900);

    JsonNode reply = client.openAi(OPENAI).json();

    assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo(100);
    assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("length");
  }

  @Test
  void repliesThatAreLostAreBilled() throws IOException {
    try (PlainClient hasty = new PlainClient(stub, Timeout.ofSeconds(2))) {
      stub.enqueue(
          Reaction.answer().delivered(Delivery.RESET),
          Reaction.answer().delivered(Delivery.CUT),
          Reaction.answer().delivered(Delivery.NEVER),
          Reaction.answer().delivered(Delivery.RESET).billed(false));
      for (int call = 0; call < 4; call++) {
        assertThatThrownBy(() -> hasty.openAi(OPENAI)).isInstanceOf(IOException.class);
      }
    }
    Awaitility.await()
        .until(() -> stub.journal().requests() == 4 && stub.journal().inFlight() == 0);
    assertThat(stub.journal().entries())
        .extracting(Entry::billed)
        .containsExactly(true, true, true, false);
    assertThat(stub.journal().entries()).extracting(Entry::delivered).containsOnly(false);
    assertThat(stub.journal().sums().billed()).isEqualTo(3);
  }

  @Test
  void aHugeReplyIsAHundredMegabytesOfJson() throws IOException {
    stub.enqueue(Reaction.answer().delivered(Delivery.HUGE));

    assertThat(client.openAi(OPENAI).body().length()).isGreaterThan(100_000_000);
  }

  @Test
  void aDripIsAByteASecond() throws Exception {
    stub.enqueue(Reaction.answer().delivered(Delivery.DRIP));
    try (PlainClient hasty = new PlainClient(stub, Timeout.ofMilliseconds(500))) {
      assertThatThrownBy(() -> hasty.openAi(OPENAI)).isInstanceOf(IOException.class);
    }
    Awaitility.await().until(() -> stub.journal().requests() == 1);
    Awaitility.await().until(() -> stub.journal().inFlight() == 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = WaitForm.class,
      names = {"MILLISECONDS", "SECONDS", "FRACTION", "DATE"})
  void whoComesBeforeTheWaitIsOverIsWrittenDown(WaitForm form) throws IOException {
    stub.enqueue(
        Failures.rateLimited(
            Api.OPENAI, form, Duration.ofSeconds(30), java.time.Clock.systemUTC()));

    PlainClient.Answer told = client.openAi(OPENAI);
    client.openAi(OPENAI);
    stub.forgetWaits();
    client.openAi(OPENAI);

    assertThat(told.status()).isEqualTo(429);
    assertThat(told.headers().keySet())
        .containsAnyOf("retry-after", "retry-after-ms")
        .contains("x-ratelimit-remaining-requests");
    assertThat(stub.journal().early()).extracting(Entry::number).containsExactly(2L);
  }

  @Test
  void othersOfTheProviderAreEarlyTooButNotThoseOfAnotherOne() throws IOException {
    Waits waits = new Waits(Duration.ofNanos(10), () -> 0);
    waits.told(Api.OPENAI, "a", 1000, Duration.ofNanos(100), "one");

    assertThat(waits.early(Api.OPENAI, "a", 1001, "two")).isTrue();
    assertThat(waits.early(Api.OPENAI, "b", 1005, "two")).as("on its way").isFalse();
    assertThat(waits.early(Api.OPENAI, "b", 1030, "one")).as("it has been read").isFalse();
    assertThat(waits.early(Api.OPENAI, "b", 1040, "two")).as("within the grace").isFalse();
    assertThat(waits.early(Api.OPENAI, "b", 1050, "two")).isTrue();
    assertThat(waits.early(Api.GEMINI, "b", 1050, "two")).isFalse();
    assertThat(waits.early(Api.OPENAI, "a", 1100, "two")).isFalse();
    assertThat(waits.early(Api.OPENAI, "b", 1101, "two")).isFalse();
  }

  @Test
  void faultsDependOnTheSeedAndTheRequestNotOnTheOrder() throws IOException {
    Faults faults = Faults.seeded(5).with(Fault.RATE_LIMITED, 0.3).with(Fault.SERVER_ERROR, 0.2);
    List<List<Integer>> runs = new ArrayList<>();
    for (boolean forward : new boolean[] {true, false}) {
      stub.reset();
      stub.faults(faults);
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int prompt = forward ? i : 199 - i;
        statuses.add(client.openAi(OPENAI.replace("hello", "number " + prompt)).status());
      }
      if (!forward) {
        java.util.Collections.reverse(statuses);
      }
      runs.add(statuses);
    }
    assertThat(runs.get(0)).isEqualTo(runs.get(1));
    assertThat(runs.get(0).stream().filter(status -> status == 429)).hasSizeBetween(40, 80);
    assertThat(runs.get(0).stream().filter(status -> status == 500)).hasSizeBetween(25, 55);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NEVER", "DRIP", "RESET_BEFORE", "RESET_AFTER", "CUT", "HUGE"},
      mode = EnumSource.Mode.EXCLUDE)
  void everyFaultHasItsFormInEveryApi(Fault fault) throws IOException {
    stub.faults(Faults.seeded(1).with(fault, 1));

    for (PlainClient.Answer answer :
        List.of(
            client.openAi(OPENAI),
            client.anthropic(ANTHROPIC),
            client.gemini("gemini-2.5-flash", GEMINI))) {
      switch (fault) {
        case RATE_LIMITED -> assertThat(answer.status()).isEqualTo(429);
        case SERVER_ERROR, NO_RETRY_SAID -> assertThat(answer.status()).isEqualTo(500);
        case UNAVAILABLE -> assertThat(answer.status()).isEqualTo(503);
        case OVERLOADED -> assertThat(answer.status()).isEqualTo(529);
        case GATEWAY_TIMEOUT -> assertThat(answer.status()).isEqualTo(504);
        case RETRY_SAID -> assertThat(answer.headers()).containsEntry("x-should-retry", "true");
        case OUT_OF_CREDIT, DAILY_QUOTA -> assertThat(answer.status()).isBetween(402, 429);
        case HTML -> assertThat(answer.body()).startsWith("<!DOCTYPE html>");
        case EMPTY -> assertThat(answer.body()).isEmpty();
        case NO_USAGE -> assertThat(answer.body()).doesNotContain("usage");
        case MALFORMED_USAGE -> assertThat(answer.body()).contains("\"many\"");
        case CUT_JSON -> assertThatThrownBy(answer::json).isInstanceOf(AssertionError.class);
        case MALFORMED -> assertThat(answer.json().path("ok").asBoolean()).isTrue();
        default -> throw new AssertionError(fault);
      }
    }
    boolean paid =
        List.of(
                Fault.GATEWAY_TIMEOUT,
                Fault.HTML,
                Fault.EMPTY,
                Fault.NO_USAGE,
                Fault.MALFORMED_USAGE,
                Fault.CUT_JSON,
                Fault.MALFORMED)
            .contains(fault);
    assertThat(stub.journal().sums().billed()).isEqualTo(paid ? 3 : 0);
  }

  @Test
  void manyWaitAtOnceOnOneThread() throws Exception {
    stub.latency(Duration.ofMillis(300));
    ExecutorService threads = Executors.newFixedThreadPool(200);
    CountDownLatch ready = new CountDownLatch(1);
    List<Future<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      calls.add(
          threads.submit(
              () -> {
                ready.await();
                return client.openAi(OPENAI).status();
              }));
    }
    long start = System.nanoTime();
    ready.countDown();
    for (Future<Integer> call : calls) {
      assertThat(call.get()).isEqualTo(200);
    }
    threads.shutdown();
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
    assertThat(stub.journal().maxInFlight()).isGreaterThan(50);
    assertThat(stub.journal().duplicates().values()).containsExactly(new Journal.Asked(200, 200));
  }

  @Test
  void aReplyCanBeHeldUntilATestLetsItGo() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    stub.enqueue(Reaction.answer("late").after(gate));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<String> call = thread.submit(() -> client.openAi(OPENAI).body());
    Awaitility.await().until(() -> stub.journal().inFlight() == 1);

    assertThat(call).isNotDone();
    gate.complete(null);

    assertThat(call.get()).contains("late");
    thread.shutdown();
  }

  @Test
  void limitsAMinuteAreEnforced() throws IOException {
    RateLimit limit = new RateLimit(2, 1000);
    stub.script(limit);

    assertThat(client.openAi(OPENAI).headers()).containsEntry("x-ratelimit-limit-requests", "2");
    assertThat(client.openAi(OPENAI).status()).isEqualTo(200);
    assertThat(client.openAi(OPENAI).headers()).containsKey("retry-after");
    assertThat(limit.refused()).isEqualTo(1);
  }

  @Test
  void theJournalAndTheSettingsAreAtHandForShellScripts() throws IOException {
    assertThat(
            client
                .post(
                    "/__script",
                    "{\"latency_ms\":1,\"seed\":3,\"faults\":{\"SERVER_ERROR\":1},"
                        + "\"replies\":[{\"text\":\"hi\",\"used\":[10,20]}]}")
                .status())
        .isEqualTo(200);
    client.openAi(OPENAI);
    client.openAi(OPENAI);

    JsonNode journal = client.get("/__journal?entries").json();

    assertThat(journal.path("requests").asInt()).isEqualTo(2);
    assertThat(journal.path("billed").asInt()).isEqualTo(1);
    assertThat(journal.path("tokens_out").asInt()).isEqualTo(20);
    assertThat(journal.path("nano_dollars").asLong()).isEqualTo(13500);
    assertThat(journal.path("asked_twice").asInt()).isEqualTo(1);
    assertThat(journal.path("billed_twice").asInt()).isZero();
    assertThat(journal.at("/by_status/500").asInt()).isEqualTo(1);
    assertThat(journal.path("entries")).hasSize(2);
    assertThat(client.post("/__script", "{\"latncy\":1}").status()).isEqualTo(400);
  }

  @Test
  void theTimesOfTheFirstRequestAndTheLastReplyAreKnown() throws IOException {
    assertThat(client.get("/__times").json().path("requests").asInt()).isZero();
    assertThat(client.get("/__times").json().path("first_request_ms").isNull()).isTrue();
    stub.latency(Duration.ofMillis(20));
    long before = System.currentTimeMillis();
    client.openAi(OPENAI);
    client.openAi(OPENAI);

    JsonNode times = client.get("/__times?since=" + before).json();

    long after = System.currentTimeMillis();

    assertThat(times.path("requests").asInt()).isEqualTo(2);
    long first = times.path("first_request_ms").asLong();
    long last = times.path("last_reply_ms").asLong();
    assertThat(first).isBetween(before, after);
    assertThat(last).isBetween(first + 15, after);
    assertThat(client.get("/__times?since=" + (after + 1)).json().path("requests").asInt())
        .isZero();
    assertThat(client.get("/__times?since=noon").status()).isEqualTo(400);
  }

  @Test
  void longPromptsCostMoreWhereTheVendorSaysSo() {
    Tariff tariff = new Catalogue().tariff("gemini-2.5-pro");

    assertThat(tariff.picos(new Used(200_000, 0, 0, 1, 0)))
        .isEqualTo(200_000 * 1_250_000L + 10_000_000);
    assertThat(tariff.picos(new Used(200_001, 0, 0, 1, 0)))
        .isEqualTo(200_001 * 2_500_000L + 15_000_000);
  }
}
