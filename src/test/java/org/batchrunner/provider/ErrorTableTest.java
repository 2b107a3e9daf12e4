package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.batchrunner.provider.CallFailure.Billed;
import org.batchrunner.provider.CallFailure.Retry;
import org.batchrunner.provider.CallFailure.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What errors say in the words of many vendors, gateways and servers. */
class ErrorTableTest {

  private static CallFailure of(int status, String body) {
    return Samples.outcome(Api.OPENAI, status, Map.of(), body.strip().replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "403 | {'error':{'message':'Key limit exceeded (total limit). Manage it using"
            + " https://openrouter.ai/settings/keys','code':403}}",
        "402 | {'error':{'message':'Insufficient Balance','type':'unknown_error','param':null,"
            + "'code':'invalid_request_error'}}",
        "400 | {'error':{'message':'litellm.BadRequestError: DeepseekException - Insufficient"
            + " Balance','type':null,'code':'400'}}",
        "400 | {'error':{'message':'Budget has been exceeded! Current cost: 10.2, Max budget:"
            + " 10.0','type':'budget_exceeded','param':null,'code':'400'}}",
        "400 | {'error':{'message':'ExceededBudget: User=u over budget. Spend=1','type':'auth_error"
            + "','code':400}}",
        "429 | {'error':{'message':'LiteLLM User: engineer-1, exceeded budget for"
            + " model=claude','type':'budget_exceeded','code':'429'}}",
        "429 | {'type':'error','error':{'type':'rate_limit_error','message':'This request would"
            + " exceed your account's monthly spend limit. Visit the console to raise it.'}}",
        "400 | {'type':'error','error':{'type':'invalid_request_error','message':'You have reached"
            + " your specified workspace API usage limits. You will regain access on 2026-12-01 at"
            + " 00:00 UTC.'}}",
        "429 | {'type':'error','error':{'type':'rate_limit_error','message':'Number of request"
            + " tokens has exceeded your daily rate limit (https://docs.anthropic.com/en/api/"
            + "rate-limits); see the response headers for current usage.'}}",
        "403 | {'error':{'message':'Your account org-1 <ak-1> is not active, organization org-1"
            + " exceeded current quota, please check your plan and billing details','type':"
            + "'exceeded_current_quota_error'}}",
        "429 | {'error':{'message':'Your account is suspended due to insufficient balance, please"
            + " recharge your account or check your plan and billing details','type':'e'}}",
        "429 | {'error':{'code':'1113','message':'余额不足或无可用资源包,请充值。'}}",
        "429 | {'type':'error','error':{'type':'1113','message':'Insufficient balance or no"
            + " resource package. Please recharge.'}}",
        "403 | {'error':{'message':'user quota is not enough (request id: 2)','type':"
            + "'one_api_error','param':'','code':'insufficient_user_quota'}}",
        "403 | {'error':{'message':'用户额度不足, 剩余额度: -1','type':'new_api_error'}}",
        "400 | {'error':{'message':'Access denied, please make sure your account is in good"
            + " standing.','type':'Arrearage','param':'','code':'Arrearage'}}",
        "403 | {'error':{'message':'The free tier of the model has been exhausted.','type':"
            + "'AllocationQuota.FreeTierOnly','code':'AllocationQuota.FreeTierOnly'}}",
        "403 | {'code':'AccountOverdueError','message':'The request failed because your account has"
            + " an overdue balance.','param':'','type':'Forbidden'}",
        "403 | {'code':30011,'message':'The selected model requires paid balance. Your paid"
            + " balance is insufficient.','data':null}",
        "429 | {'code':'Some resource has been exhausted','error':'Your team 1 has either used all"
            + " available credits or reached its monthly spending limit.'}",
        "403 | {'code':'x','error':'You have run out of credits or need a Grok subscription.'}",
        "412 | {'error':{'message':'Account a is suspended, possibly due to reaching the monthly"
            + " spending limit or failure to pay past invoices.','code':'PRECONDITION_FAILED'}}",
        "402 | {'id':'o','error':{'message':'Credit limit exceeded. Please navigate to billing.',"
            + "'type':'credit_limit','param':null,'code':null}}",
        "401 | {'error':{'message':'You exceeded your current quota, please check your plan and"
            + " billing details.','type':'insufficient_quota','code':401}}",
        "429 | {'error':{'message':'litellm.RateLimitError: RateLimitError: OpenAIException - You"
            + " exceeded your current quota, please check your plan and billing details.',"
            + "'type':'throttling_error','code':'429'}}",
        "429 | {'error':{'message':'You have no credits remaining. Add credits to continue using"
            + " the API','type':'t','code':'c'}}",
        "500 | {'type':'error','error':{'type':'api_error','message':'insufficient balance (1008)'"
            + "}}",
        "429 | {'errors':[{'message':'AiError: you have used up your daily free allocation of 10,000"
            + " neurons','code':4006}],'success':false,'result':{}}",
        "429 | {'message':'You are using a Trial key, which is limited to 1000 API calls / month.'}",
        "429 | {'error':{'message':'Rate limit reached for model `l` in organization `o` service"
            + " tier `on_demand` on tokens per day (TPD): Limit 100000, Used 99336, Requested 1335."
            + " Please try again in 9m39.6s.','type':'tokens','code':'rate_limit_exceeded'}}",
        "429 | {'error':{'message':'Rate limit reached for gpt-4o in organization org-1 on requests"
            + " per day (RPD): Limit 200, Used 200, Requested 1. Please try again in 7m12s.',"
            + "'type':'requests','code':'rate_limit_exceeded'}}",
        "429 | {'error':{'message':'Rate limit exceeded: free-models-per-day. Add 10 credits to"
            + " unlock 1000 free model requests per day','code':429}}",
        "429 | {'message':'Too many tokens per day, please wait before trying again.'}",
        "403 | {'error':{'message':'Your budget limit has been exceeded','code':'x'}}",
        "402 | {'error':'x'}",
        "403 | {'code':'INSUFFICIENT_BALANCE','message':'Insufficient account balance'}",
        "429 | {'error':{'code':429,'message':'Provider returned error','metadata':{'raw':'Your"
            + " account is suspended due to insufficient balance'}}}"
      })
  void outOfCredit(int status, String body) {
    CallFailure outcome = of(status, body);

    assertThat(outcome.retry()).as(outcome.message()).isEqualTo(Retry.OUT_OF_CREDIT);
    assertThat(outcome.billed()).isEqualTo(Billed.NO);
    assertThat(outcome.slowDown()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'error':{'code':'429','message':'Requests to the ChatCompletions_Create Operation under"
            + " Azure OpenAI API version 2024-02-01 have exceeded token rate limit of your current"
            + " OpenAI S0 pricing tier. Please retry after 8 seconds. Please go here:"
            + " https://aka.ms/oai/quotaincrease if you would like to further increase the default"
            + " rate limit.'}} | 8000",
        "{'error':{'message':'Rate limit reached for gpt-4 in organization org-1 on tokens per min"
            + " (TPM): Limit 10000, Used 9000, Requested 1500. Please try again in 7.66s. You can"
            + " increase your rate limit by adding a payment method to your account at"
            + " https://platform.openai.com/account/billing.','type':'tokens',"
            + "'code':'rate_limit_exceeded'}} | 7660",
        "{'type':'error','error':{'type':'rate_limit_error','message':'This request would exceed"
            + " your organization's rate limit of 20,000 input tokens per minute.'}} | ``",
        "{'error':{'code':429,'message':'You exceeded your current quota, please check your plan"
            + " and billing details. For more information on this error, head to:"
            + " https://ai.google.dev/gemini-api/docs/rate-limits. * Quota exceeded for metric:"
            + " generate_content_free_tier_requests, limit: 15 Please retry in 36.6s.'}} | 36600",
        "[{'error':{'code':429,'message':'Quota exceeded for quota metric Generate Content API"
            + " requests per minute','status':'RESOURCE_EXHAUSTED'}}] | ``",
        "{'error':{'code':429,'message':'You exceeded your current quota, please check your plan"
            + " and billing details.','status':'RESOURCE_EXHAUSTED','details':[{'violations':"
            + "[{'quotaId':'GenerateRequestsPerMinutePerProjectPerModel-FreeTier'}]}]}} | ``",
        "{'object':'error','message':'Service tier capacity exceeded for this model.','type':"
            + "'invalid_request_error'} | ``",
        "{'message':'You are using a Trial key, which is limited to 40 API calls / minute.'} | ``",
        "{'message':'Too many tokens, please wait before trying again.'} | ``",
        "{'status':429,'title':'Too Many Requests'} | ``"
      })
  void askedTooFastIsNoLackOfCredit(String body, String millis) {
    CallFailure outcome = of(429, body);

    assertThat(outcome.retry()).as(outcome.message()).isEqualTo(Retry.AGAIN);
    assertThat(outcome.asksToWait()).isTrue();
    assertThat(outcome.slowDown()).isTrue();
    assertThat(outcome.retryAfter().map(Duration::toMillis).map(String::valueOf).orElse(""))
        .isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "401 | {'error':{'message':'Incorrect API key provided: x','code':'invalid_api_key'}}"
            + " | PROVIDER",
        "401 | nope | PROVIDER",
        "407 | x | PROVIDER",
        "400 | {'error':{'code':400,'message':'API key not valid. Please pass a valid API key.',"
            + "'status':'INVALID_ARGUMENT','details':[{'reason':'API_KEY_INVALID'}]}} | PROVIDER",
        "400 | {'code':'Client specified an invalid argument','error':'Incorrect API key provided:"
            + " xa***. You can obtain an API key from https://console.x.ai.'} | PROVIDER",
        "403 | {'error':{'code':'unsupported_country_region_territory','message':'Country, region,"
            + " or territory not supported'}} | PROVIDER",
        "403 | {'error':{'message':'Forbidden'}} | MODEL",
        "404 | {'error':'model `llama3` not found'} | MODEL",
        "400 | {'error':{'message':'glm-4.7 is not a valid model ID','code':400}} | MODEL",
        "400 | {'error':{'message':'Model Not Exist','type':'invalid_request_error'}} | MODEL",
        "403 | {'error':{'code':403,'message':'openai/o1 requires moderation on OpenAI. Your input"
            + " was flagged','metadata':{'reasons':['violence'],'flagged_input':'x'}}} | CALL",
        "400 | {'error':{'message':'This model's maximum context length is 4096 tokens',"
            + "'code':'context_length_exceeded'}} | CALL",
        "400 | {'error':{'message':'content_filter'}} | CALL",
        "413 | {'error':{'message':'too large'}} | CALL",
        "429 | {'error':{'message':'Request too large for gpt-4o in organization o on tokens per"
            + " min (TPM): Limit 30000, Requested 30601. The input or output tokens must be reduced"
            + " in order to run successfully.','type':'tokens','code':'rate_limit_exceeded'}} | CALL"
      })
  void whatNoTryingAgainMends(int status, String body, Scope scope) {
    CallFailure outcome = of(status, body);

    assertThat(outcome.retry()).as(outcome.message()).isEqualTo(Retry.NEVER);
    assertThat(outcome.billed()).isEqualTo(Billed.NO);
    assertThat(outcome.scope()).isEqualTo(scope);
  }

  @Test
  void aRedirectCostsNothingAndSaysWhereItPointsTo() {
    CallFailure outcome =
        Samples.outcome(
            Api.OPENAI,
            301,
            Map.of("location", "https://user:pass@example.org/v1/chat?key=secret-1#x"),
            "<html>moved</html>");

    assertThat(outcome.message())
        .startsWith("HTTP 301: it redirects to https://example.org/v1/chat, ")
        .doesNotContain("secret", "pass");
    assertThat(outcome.billed()).isEqualTo(Billed.NO);
    assertThat(outcome.scope()).isEqualTo(Scope.PROVIDER);
  }

  /** A prompt about money is no error about money. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Why does it say: Insufficient   Balance?",
        "Explain \"credit balance is too low\" to a child",
        "You exceeded your\\ncurrent quota",
        "API key not valid"
      })
  void whatAnErrorRepeatsOfThePromptSaysNothing(String prompt) {
    String body =
        "{\"error\":{\"message\":\"Invalid prompt: '%s'\",\"type\":\"invalid_request_error\"}}"
            .formatted(prompt.replace("\"", "\\\""));
    byte[] request =
        Samples.bytes(
            "{\"messages\":[{\"content\":\"%s\"}]}".formatted(prompt.replace("\"", "\\\"")));

    CallFailure repeated =
        Classification.of(Api.OPENAI, 400, Map.of(), Samples.bytes(body), request, Samples.NOW);
    CallFailure own = Samples.outcome(Api.OPENAI, 400, Map.of(), body);

    assertThat(repeated.retry()).isEqualTo(Retry.NEVER);
    assertThat(repeated.scope()).isEqualTo(Scope.CALL);
    assertThat(own.retry() == Retry.OUT_OF_CREDIT || own.scope() == Scope.PROVIDER).isTrue();
  }

  private static CallFailure in200(Api api, String body) {
    try {
      api.decode(Samples.bytes(body.replace("{NL}", "\n").replace('\'', '"')), Map.of(), "asked");
    } catch (UnreadableReplyException e) {
      return Classification.unreadable(api, e, Map.of(), new byte[0], Samples.NOW);
    }
    throw new AssertionError("a reply: " + body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "OPENAI | {'error':{'code':402,'message':'Insufficient credits.'},'user_id':'u'}"
            + " | OUT_OF_CREDIT | NO",
        "OPENAI | {'error':{'code':400,'message':'The maximum context length is 4096"
            + " tokens'},'user_id':'u1'} | NEVER | NO",
        "OPENAI | {'error':{'code':429,'message':'Rate limit exceeded upstream'}} | AGAIN | NO",
        "OPENAI | {'error':{'code':'401','message':'No auth'}} | NEVER | NO",
        "OPENAI | {'error':{'code':502,'message':'Upstream'}} | AGAIN | MAYBE",
        "OPENAI | {'error':{'code':500,'message':'Oops'}} | AGAIN | MAYBE",
        "OPENAI | {'error':{'type':'insufficient_quota','message':'m'}} | OUT_OF_CREDIT | NO",
        "OPENAI | {'error':{'type':'invalid_request_error','message':'m'}} | NEVER | NO",
        "OPENAI | {'base_resp':{'status_code':1008,'status_msg':'insufficient balance'}}"
            + " | OUT_OF_CREDIT | NO",
        "OPENAI | {'error_code':17,'error_msg':'Open api daily request limit reached'}"
            + " | OUT_OF_CREDIT | NO",
        "OPENAI | {'error':{'message':'something odd'}} | ONCE_MORE | MAYBE",
        "OPENAI | data: {'error':{'code':429,'message':'slow down'}} | AGAIN | NO",
        "OPENAI | : KEEP ALIVE{NL}{NL}{'error':{'code':402,'message':'x'}} | OUT_OF_CREDIT | NO",
        "ANTHROPIC | {'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}"
            + " | AGAIN | MAYBE",
        "ANTHROPIC | {'type':'error','error':{'type':'billing_error','message':'m'}}"
            + " | OUT_OF_CREDIT | NO",
        "GEMINI | {'error':{'code':400,'message':'m','status':'INVALID_ARGUMENT'}} | NEVER | NO",
        "GEMINI | [{'error':{'code':429,'message':'m','status':'RESOURCE_EXHAUSTED'}}] | AGAIN | NO"
      })
  void anErrorInA200IsWhatItsOwnCodeSays(Api api, String body, Retry retry, Billed billed) {
    CallFailure outcome = in200(api, body);

    assertThat(outcome.retry()).as(outcome.message()).isEqualTo(retry);
    assertThat(outcome.billed()).isEqualTo(billed);
  }

  @Test
  void aPageInA200IsAskedOnceMoreAndIsTheProviders() {
    CallFailure outcome = in200(Api.OPENAI, "<!DOCTYPE html><title>Sign in</title>");

    assertThat(outcome.retry()).isEqualTo(Retry.ONCE_MORE);
    assertThat(outcome.billed()).isEqualTo(Billed.MAYBE);
    assertThat(outcome.scope()).isEqualTo(Scope.PROVIDER);
  }

  @Test
  void everyRuleHasASource() {
    assertThat(ErrorTable.builtIn().rules()).hasSizeGreaterThan(30);
    Classification.check();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "rules: 1 | no list named rules",
        "rules: [{means: credit, vendor: v, source: 'https://a', says: '('}] | rule 1 .*not a pattern",
        "rules: [{means: money, vendor: v, source: 'https://a', says: a}] | none of the meanings",
        "rules: [{means: credit, vendor: v, source: here, says: a}] | not an address",
        "rules: [{means: credit, vendor: v, source: 'https://a'}] | neither codes nor a sentence",
        "rules: [{means: credit, vendor: v, source: 'https://a', says: a, statuses: [42]}] | '42'",
        "rules: [{means: credit, vender: v, source: 'https://a', says: a}] | is not a map of",
        "rules: [ | not YAML"
      })
  void aWrongTableSaysWhatIsWrong(String yaml, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ErrorTable.read(new StringReader(yaml)))
        .withMessageMatching("(?s).*" + message + ".*");
  }

  @Test
  void aLongHostileSentenceTakesNoTime() {
    String text = "insufficient ".repeat(100_000) + "try again in " + "1".repeat(100_000);
    byte[] body = ("{\"error\":{\"message\":\"" + text + "\"}}").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 20; i++) {
      assertThat(Classification.of(Api.OPENAI, 429, Map.of(), body, body, Samples.NOW).retry())
          .isEqualTo(Retry.AGAIN);
    }
  }
}
