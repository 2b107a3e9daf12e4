package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.batchrunner.provider.CallFailure.Billed;
import org.batchrunner.provider.CallFailure.Retry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of errors of the three APIs. */
class ClassificationTest {

  private static final String GEMINI_QUOTA =
      """
      {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"%s","details":[
        {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaMetric":
        "generativelanguage.googleapis.com/generate_content_free_tier_requests",
        "quotaId":"%s"%s}]},
        {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"27s"}]}}""";

  @ParameterizedTest
  @CsvSource({
    "OPENAI, 400, NEVER, NO",
    "OPENAI, 401, NEVER, NO",
    "OPENAI, 403, NEVER, NO",
    "OPENAI, 404, NEVER, NO",
    "OPENAI, 408, AGAIN, MAYBE",
    "OPENAI, 409, AGAIN, NO",
    "OPENAI, 413, NEVER, NO",
    "OPENAI, 422, NEVER, NO",
    "OPENAI, 429, AGAIN, NO",
    "OPENAI, 500, AGAIN, NO",
    "OPENAI, 502, AGAIN, MAYBE",
    "OPENAI, 503, AGAIN, NO",
    "OPENAI, 504, AGAIN, MAYBE",
    "OPENAI, 520, AGAIN, MAYBE",
    "OPENAI, 302, NEVER, NO",
    "ANTHROPIC, 400, NEVER, NO",
    "ANTHROPIC, 401, NEVER, NO",
    "ANTHROPIC, 403, NEVER, NO",
    "ANTHROPIC, 404, NEVER, NO",
    "ANTHROPIC, 408, AGAIN, MAYBE",
    "ANTHROPIC, 409, AGAIN, NO",
    "ANTHROPIC, 413, NEVER, NO",
    "ANTHROPIC, 429, AGAIN, NO",
    "ANTHROPIC, 500, AGAIN, NO",
    "ANTHROPIC, 504, AGAIN, MAYBE",
    "ANTHROPIC, 529, AGAIN, NO",
    "ANTHROPIC, 402, OUT_OF_CREDIT, NO",
    "GEMINI, 400, NEVER, NO",
    "GEMINI, 403, NEVER, NO",
    "GEMINI, 404, NEVER, NO",
    "GEMINI, 429, AGAIN, NO",
    "GEMINI, 500, AGAIN, NO",
    "GEMINI, 503, AGAIN, NO",
    "GEMINI, 504, AGAIN, MAYBE",
    "GEMINI, 402, OUT_OF_CREDIT, NO",
    "OPENAI, 402, OUT_OF_CREDIT, NO"
  })
  void byStatus(Api api, int status, Retry retry, Billed billed) {
    CallFailure outcome =
        Samples.outcome(api, status, Map.of(), "{\"error\":{\"message\":\"no\"}}");

    assertThat(outcome.retry()).isEqualTo(retry);
    assertThat(outcome.billed()).isEqualTo(billed);
    assertThat(outcome.message()).isEqualTo("HTTP " + status + ": no");
    assertThat(outcome.httpStatus()).isEqualTo(status);
    assertThat(outcome.slowDown()).isEqualTo(status == 429 || status == 503 || status == 529);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'error':{'message':'m','type':'insufficient_quota','param':null,'code':null}}",
        "{'error':{'message':'m','type':'insufficient_quota','code':'insufficient_quota'}}",
        "{'error':{'message':'m','type':'x','code':'credit_balance_exhausted'}}",
        "{'error':{'message':'m','type':'x','code':'organization_spend_limit_exceeded'}}",
        "{'error':{'message':'m','type':'x','code':'project_spend_limit_exceeded'}}",
        "{'error':{'message':'m','type':'x','code':'organization_usage_limit_exceeded'}}",
        "{'error':'insufficient_quota'}",
        "{'object':'error','message':'m','type':'insufficient_quota','code':429}",
        "[{'error':{'message':'m','type':'insufficient_quota'}}]"
      })
  void openAiIsOutOfCredit(String body) {
    for (Map<String, String> headers :
        java.util.List.of(
            Map.<String, String>of(),
            Map.of("x-should-retry", "false"),
            Map.of("x-should-retry", "true"))) {
      CallFailure outcome = Samples.outcome(Api.OPENAI, 429, headers, body.replace('\'', '"'));

      assertThat(outcome.retry()).isEqualTo(Retry.OUT_OF_CREDIT);
      assertThat(outcome.billed()).isEqualTo(Billed.NO);
      assertThat(outcome.slowDown()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "402 | billing_error | Your credit balance is too low to access the API.",
        "429 | enforced_spend_limit_reached | The spend limit is reached.",
        "400 | invalid_request_error | Your credit balance is too low to access the Anthropic API."
            + " Please go to Plans & Billing to upgrade or purchase credits.",
        "400 | invalid_request_error | You have reached your specified API usage limits. You will"
            + " regain access on 2026-12-01 at 00:00 UTC."
      })
  void anthropicIsOutOfCredit(int status, String type, String message) {
    CallFailure outcome =
        Samples.outcome(
            Api.ANTHROPIC,
            status,
            Map.of("x-should-retry", "false"),
            "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"}}"
                .formatted(type, message));

    assertThat(outcome.retry()).isEqualTo(Retry.OUT_OF_CREDIT);
  }

  @ParameterizedTest
  @CsvSource({
    "GenerateRequestsPerDayPerProjectPerModel-FreeTier, '', Quota exceeded., OUT_OF_CREDIT",
    "GenerateContentInputTokensPerModelPerDay-FreeTier, '', Quota exceeded., OUT_OF_CREDIT",
    "GenerateRequestsPerMinutePerProjectPerModel-FreeTier, '', Quota exceeded., AGAIN",
    "GenerateRequestsPerMinutePerProjectPerModel, ',\"quotaValue\":\"0\"', None., OUT_OF_CREDIT",
    "GenerateRequestsPerMinutePerProjectPerModel, ',\"quotaValue\":\"10\"', limit: 10, AGAIN",
    "GenerateRequestsPerMinutePerProjectPerModel, '', limit: 0.5, AGAIN"
  })
  void geminiTellsTheDayFromTheMinute(String quota, String more, String message, Retry retry) {
    CallFailure outcome =
        Samples.outcome(Api.GEMINI, 429, Map.of(), GEMINI_QUOTA.formatted(message, quota, more));

    assertThat(outcome.retry()).isEqualTo(retry);
    assertThat(outcome.slowDown()).isEqualTo(retry == Retry.AGAIN);
    assertThat(outcome.retryAfter()).hasValue(java.time.Duration.ofSeconds(27));
  }

  /** The sentence that counts is behind two long addresses. */
  @Test
  void geminisLimitOfZeroIsFoundInALongMessage() {
    String message =
        "You exceeded your current quota, please check your plan and billing details. For more"
            + " information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits."
            + " To monitor your current usage, head to: https://ai.dev/usage?tab=rate-limit. \\n* Quota"
            + " exceeded for metric: generativelanguage.googleapis.com/generate_content_free_tier_"
            + "requests, limit: 0, model: gemini-2.5-pro\\nPlease retry in 36.6s.";

    CallFailure outcome =
        Samples.outcome(
            Api.GEMINI,
            429,
            Map.of(),
            "{\"error\":{\"code\":429,\"message\":\"%s\",\"status\":\"RESOURCE_EXHAUSTED\"}}"
                .formatted(message));

    assertThat(outcome.retry()).isEqualTo(Retry.OUT_OF_CREDIT);
    assertThat(outcome.message()).hasSizeLessThan(400);
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, 400, true, AGAIN", "OPENAI, 500, false, NEVER", "OPENAI, 429, false, NEVER",
    "OPENAI, 429, FALSE, NEVER", "ANTHROPIC, 403, true, AGAIN", "ANTHROPIC, 529, false, NEVER",
    "OPENAI, 500, maybe, AGAIN", "GEMINI, 500, false, AGAIN", "GEMINI, 400, true, NEVER"
  })
  void xShouldRetryWins(Api api, int status, String should, Retry retry) {
    assertThat(Samples.outcome(api, status, Map.of("x-should-retry", should), "{}").retry())
        .isEqualTo(retry);
  }

  /** Of servers that speak OpenAI's language with an accent. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "404 | {'error':'model `llama3` not found'} | HTTP 404: model `llama3` not found",
        "400 | {'object':'error','message':'too long','type':'BadRequestError','code':400}"
            + " | HTTP 400: too long",
        "404 | {'detail':'Not Found'} | HTTP 404: Not Found",
        "422 | {'detail':[{'msg':'field required'}]} | HTTP 422: [{'msg':'field required'}]",
        "500 | <html><body>Oops</body></html> | HTTP 500: an HTML page",
        "500 | `` | HTTP 500",
        "500 | {'error':{}} | HTTP 500",
        "502 | upstream  connect error | HTTP 502: upstream connect error"
      })
  void otherServersErrors(int status, String body, String message) {
    assertThat(
            Samples.outcome(Api.OPENAI, status, Map.of(), body.replace('\'', '"'))
                .message()
                .replace('"', '\''))
        .isEqualTo(message);
  }

  @Test
  void azureRefusesWhatItsFilterFinds() {
    CallFailure outcome =
        Samples.outcome(
            Api.OPENAI,
            400,
            Map.of(),
            "{\"error\":{\"message\":\"The response was filtered\",\"type\":null,\"param\":\"prompt\","
                + "\"code\":\"content_filter\",\"status\":400}}");

    assertThat(outcome.retry()).isEqualTo(Retry.NEVER);
    assertThat(outcome.billed()).isEqualTo(Billed.NO);
  }

  @Test
  void keysAreInNoMessage() {
    for (String key :
        java.util.List.of(
            "sk-proj-abcdefgh12345678", "AIzaSyA1234567890abcdef", "sk-ant-api03-abcdefgh1234")) {
      CallFailure outcome =
          Samples.outcome(
              Api.OPENAI, 401, Map.of(), "{\"error\":{\"message\":\"Bad key: " + key + ".\"}}");

      assertThat(outcome.message()).doesNotContain(key).contains("[key]");
      assertThat(ErrorBody.of(Samples.bytes("{\"error\":\"" + key + "\"}")).toString())
          .doesNotContain(key);
    }
  }

  @Test
  void withoutAConnectionNothingIsBilled() {
    for (IOException failure :
        java.util.List.of(
            new ConnectTimeoutException("x"),
            new ConnectionRequestTimeoutException("x"),
            new ConnectException("refused"),
            new NoRouteToHostException("x"),
            new UnknownHostException("x"),
            new SSLHandshakeException("x"))) {
      assertThat(Classification.of(new RuntimeException(failure)))
          .satisfies(
              outcome -> {
                assertThat(outcome.retry()).isEqualTo(Retry.AGAIN);
                assertThat(outcome.billed()).as(failure.toString()).isEqualTo(Billed.NO);
              });
    }
  }

  @Test
  void aLostReplyMayBeBilled() {
    for (Throwable failure :
        java.util.List.of(
            new SocketTimeoutException("Read timed out"),
            new SocketException("Connection reset"),
            new NoHttpResponseException("x"),
            new ConnectionClosedException("x"),
            new IllegalStateException("x"),
            new StackOverflowError())) {
      assertThat(Classification.of(failure).billed()).isEqualTo(Billed.MAYBE);
    }
    assertThat(Classification.of(new SocketException("reset")).retry()).isEqualTo(Retry.AGAIN);
    assertThat(Classification.of(new ReplyTooLargeException(10)).retry()).isEqualTo(Retry.NEVER);
  }
}
