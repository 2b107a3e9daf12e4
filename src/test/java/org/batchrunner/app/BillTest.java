package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.batchrunner.harness.Outcome;
import org.batchrunner.harness.TaskFiles;
import org.batchrunner.stub.Api;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a run says of its bill, where the reply's usage, tier, model or gateway is not the usual.
 */
class BillTest {

  @RegisterExtension private static final PaidReplies replies = PaidReplies.kept();

  private static String cost(JsonNode result) {
    return result.path("cost_estimate").asText();
  }

  @Test
  void aTotalThatDoesNotAddUpIsBelievedUpToTheLimit() {
    String usage = "{'prompt_tokens':9,'completion_tokens':7,'total_tokens':971}";
    JsonNode beyond = replies.result(List.of("--max-tokens", "50"), PaidReplies.usage(usage));
    // 9 x $0.15 + 7 x $0.60 a million
    assertThat(cost(beyond)).isEqualTo("0.00000555");
    assertThat(beyond.path("status").asText()).isEqualTo("published");
    assertThat(beyond.path("reason").asText())
        .contains("on the bill of openai/gpt-4o-mini", "does not add up", "max-tokens allows 50");
    assertThat(
            replies.latest().summary().path("breach").isMissingNode()
                || replies.latest().summary().path("breach").isNull())
        .isTrue();

    JsonNode within = replies.result(List.of("--max-tokens", "1000"), PaidReplies.usage(usage));
    // what a model thought and did not tell: 962 tokens of output
    assertThat(cost(within)).isEqualTo("0.00057855");
  }

  @Test
  void aPricedTierIsPricedAndMoreThanTheHoldIsABreach() {
    String rows = "id,task\n1," + "lorem ipsum ".repeat(240) + "\n";
    replies.stub.enqueue(
        PaidReplies.chat(
            "'message':{'content':'p'},'finish_reason':'stop'",
            "'usage':{'prompt_tokens':3000,'completion_tokens':900,'total_tokens':3900},"
                + "'service_tier':'priority'"));
    Outcome outcome = replies.outcome("prio.csv", rows, List.of());
    assertThat(cost(outcome.results().get(0)))
        .as("%s", outcome.results().get(0))
        .isEqualTo("0.00165");
    assertThat(outcome.summary().toString()).contains("service tier 'priority'");
  }

  @Test
  void anUnpricedTierIsAtRiskAndSaid() {
    JsonNode result =
        replies.result(
            List.of("--debaters", "anthropic/claude-haiku-4-5"),
            PaidReplies.body(
                "{'type':'message','model':'claude-haiku-4-5-20251001','content':[{'type':'text','text':"
                    + "'Hi'}],'stop_reason':'end_turn','usage':{'input_tokens':20,'output_tokens':10,"
                    + "'service_tier':'priority'}}"));
    assertThat(result.path("status").asText()).isEqualTo("published");
    assertThat(result.path("reason").asText()).contains("service tier 'priority'", "worst case");
    assertThat(cost(result)).isEqualTo("0");
    assertThat(replies.latest().total("at_risk")).isPositive();
  }

  @Test
  void theTierOfGeminiIsInAHeader() {
    JsonNode result =
        replies.result(
            List.of("--debaters", "google/gemini-2.5-flash"),
            PaidReplies.body(
                    "{'candidates':[{'finishReason':'STOP','content':{'parts':[{'text':'Hi'}]}}],"
                        + "'usageMetadata':{'promptTokenCount':20,'candidatesTokenCount':10,"
                        + "'totalTokenCount':30},'modelVersion':'gemini-2.5-flash'}")
                .header("x-gemini-service-tier", "some-new-tier"));
    assertThat(result.path("reason").asText()).contains("service tier 'some_new_tier'");
  }

  /** A server of one's own names its model as it likes: a path, an alias, a build. */
  @Test
  void anAliasOfAServerOfOnesOwnIsTheAskedModel() throws IOException {
    Path prices =
        Files.writeString(
            replies.home().resolve("prices.json"),
            "{\"prices\": [{\"model\": \"vllm/qwen\", \"input\": 0.1, \"output\": 0.3}]}");
    replies
        .program
        .set("prices", prices.toString())
        .set("providers.vllm.api", "openai")
        .set("providers.vllm.api-key", "test")
        .set("providers.vllm.base-url", replies.stub.baseUrl(Api.OPENAI).toString())
        .set("defaults.debaters", "vllm/qwen");
    replies.stub.price("qwen", "0.1", "0.3");
    replies.stub.script(
        request ->
            PaidReplies.body(
                "{'model':'/models/Qwen2.5-7B-Instruct-AWQ','choices':[{'index':0,'message':"
                    + "{'content':'alias'},'finish_reason':'stop'}],'usage':{'prompt_tokens':20,"
                    + "'completion_tokens':10,'total_tokens':30}}"));
    Outcome outcome =
        replies.outcome(
            "v.csv", TaskFiles.csv("vllm", 50), List.of("--cap", "0.02", "--concurrency", "4"));
    assertThat(outcome.count("published")).as("%s", outcome.results().get(0)).isEqualTo(50);
    assertThat(outcome.total("cost")).isEqualByComparingTo("0.00025");
    assertThat(outcome.total("at_risk")).isZero();
    assertThat(outcome.results().get(0).path("usage").path(0).path("prompt_tokens").asInt())
        .isEqualTo(20);
  }

  @Test
  void whatAGatewaySaysIsToldWhereItDiffers() {
    JsonNode result =
        replies.result(
            PaidReplies.usage(
                "{'prompt_tokens':20,'completion_tokens':10,'total_tokens':30,'cost':0.0123}"));
    assertThat(result.path("reason").asText()).contains("its gateway says that it cost $0.012300");
    assertThat(cost(result)).isEqualTo("0.000009");
    JsonNode header =
        replies.result(
            PaidReplies.usage("{'prompt_tokens':20,'completion_tokens':10,'total_tokens':30}")
                .header("x-litellm-response-cost", "9e-06"));
    assertThat(header.path("reason").asText()).doesNotContain("gateway");
  }

  /** 540,000 characters of base64 are one picture, and not as many tokens. */
  @Test
  void aPictureInALineIsHeldAsAPicture() {
    String line =
        "{'custom_id':'p','method':'POST','url':'/v1/chat/completions','body':{'model':'gpt-4o',"
            + "'messages':[{'role':'user','content':[{'type':'text','text':'Describe.'},{'type':"
            + "'image_url','image_url':{'url':'data:image/png;base64,"
            + "iVBORw0KGgoA".repeat(45_000)
            + "','detail':'high'}}]}],'max_tokens':300}}\n";
    replies.stub.enqueue(
        PaidReplies.body(
            "{'model':'gpt-4o-2024-08-06','choices':[{'index':0,'message':{'content':'A tree'},"
                + "'finish_reason':'stop'}],'usage':{'prompt_tokens':1460,'completion_tokens':10,"
                + "'total_tokens':1470}}"));
    Outcome outcome =
        replies.outcome("p.jsonl", line.replace('\'', '"'), List.of("--task-cap", "0.008"));
    assertThat(outcome.results().get(0).path("status").asText())
        .as("%s", outcome.results().get(0).path("reason"))
        .isEqualTo("published");
    assertThat(outcome.total("spent")).isEqualByComparingTo("0.00375");
  }
}
