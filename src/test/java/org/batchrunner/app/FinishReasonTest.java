package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.batchrunner.stub.Reaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a reply ended: only what is known to mean that it is whole is published as whole. */
class FinishReasonTest {

  private static final List<String> CLAUDE = List.of("--debaters", "anthropic/claude-haiku-4-5");
  private static final List<String> GEMINI = List.of("--debaters", "google/gemini-2.5-flash");

  @RegisterExtension private static final PaidReplies replies = PaidReplies.kept();

  private static Reaction openAi(String finish) {
    return PaidReplies.choice(
        "'message':{'content':'The three causes are'},'finish_reason':" + finish);
  }

  private static Reaction claude(String stop) {
    return PaidReplies.body(
        "{'type':'message','model':'claude-haiku-4-5-20251001','content':[{'type':'text','text':"
            + "'Searching, part one'}],'stop_reason':"
            + stop
            + ",'usage':{'input_tokens':20,'output_tokens':10}}");
  }

  private static Reaction gemini(String candidate) {
    return PaidReplies.body(
        "{'candidates':[{"
            + candidate
            + "}],'usageMetadata':{'promptTokenCount':20,'candidatesTokenCount':10,"
            + "'totalTokenCount':30},'modelVersion':'gemini-2.5-flash'}");
  }

  private static void assertKeptAsDraft(JsonNode result, String text, String word) {
    assertThat(result.path("status").asText()).isEqualTo("none");
    assertThat(result.path("text").isNull()).isTrue();
    assertThat(result.path("reason").asText()).contains(word);
    assertThat(result.path("drafts").path(0).path("text").asText()).isEqualTo(text);
    assertThat(result.path("attempts").asInt()).isEqualTo(1);
    assertThat(result.path("cost_estimate").decimalValue()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insufficient_system_resource",
        "network_error",
        "model_context_window_exceeded",
        "abort",
        "sensitive",
        "some_new_word"
      })
  void anyOtherWordOfAChatCompletionIsToldAndNotPublished(String word) {
    assertKeptAsDraft(replies.result(openAi("'" + word + "'")), "The three causes are", word);
  }

  @Test
  void aReplyThatHasNotEndedIsNotPublished() {
    assertKeptAsDraft(replies.result(openAi("null")), "The three causes are", "may not be whole");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause_turn", "model_context_window_exceeded", "some_new_word"})
  void anyOtherWordOfAMessageIsToldAndNotPublished(String word) {
    assertKeptAsDraft(
        replies.result(CLAUDE, claude("'" + word + "'")), "Searching, part one", word);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MALFORMED_RESPONSE",
        "UNEXPECTED_TOOL_CALL",
        "MALFORMED_FUNCTION_CALL",
        "OTHER",
        "FINISH_REASON_UNSPECIFIED",
        "TOO_MANY_TOOL_CALLS"
      })
  void anyOtherWordOfGeminiIsToldAndNotPublished(String word) {
    assertKeptAsDraft(
        replies.result(
            GEMINI,
            gemini("'finishReason':'" + word + "','content':{'parts':[{'text':'Paris is'}]}")),
        "Paris is",
        word);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "STOP", "eos", "eos_token", "end_turn", "stop_sequence"})
  void whatMeansWholeIsPublished(String word) {
    JsonNode result = replies.result(openAi("'" + word + "'"));
    assertThat(result.path("status").asText()).isEqualTo("published");
    assertThat(result.path("reason").asText())
        .isEqualTo("the answer of openai/gpt-4o-mini-2024-07-18");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'finish_reason':'error','native_finish_reason':'error'",
        "'finish_reason':'stop','error':{'code':502,'message':'Provider disconnected mid-stream'}",
        "'finish_reason':'error','error':{'code':502,'message':'Provider disconnected mid-stream'}"
      })
  void anErrorInTheChoiceIsAFailedCallThatIsAskedAgain(String ending) {
    String broken = "'message':{'content':'The three causes are first'}," + ending;
    JsonNode result = replies.result(PaidReplies.choice(broken), openAi("'stop'"));
    assertThat(result.path("status").asText()).isEqualTo("published");
    assertThat(result.path("attempts").asInt()).isEqualTo(2);
    // Both were paid for: 20 and 10 tokens at $0.15 and $0.60 a million.
    assertThat(result.path("cost_estimate").asText()).isEqualTo("0.000018");
  }

  @Test
  void anErrorInEveryChoiceFailsTheTaskAndKeepsWhatWasSaid() {
    String broken =
        "'message':{'content':'The three causes are first'},'finish_reason':'error',"
            + "'error':{'code':502,'message':'Provider disconnected mid-stream'}";
    JsonNode result =
        replies.result(
            List.of("--max-attempts", "2"), PaidReplies.choice(broken), PaidReplies.choice(broken));
    assertThat(result.path("status").asText()).isEqualTo("failed");
    assertThat(result.path("reason").asText()).contains("Provider disconnected mid-stream");
    assertThat(result.path("text").isNull()).isTrue();
    assertThat(result.path("drafts").path(0).path("text").asText())
        .isEqualTo("The three causes are first");
    assertThat(result.path("cost_estimate").asText()).isEqualTo("0.000018");
  }

  @Test
  void aLimitThatWasUsedUpBeforeAnyTextIsToldWithWhatToDo() {
    JsonNode chat =
        replies.result(
            PaidReplies.chat(
                "'message':{'content':'','reasoning_content':'Let me think'},"
                    + "'finish_reason':'length'",
                "'usage':{'prompt_tokens':20,'completion_tokens':1000,'total_tokens':1020}"));
    assertThat(chat.path("status").asText()).isEqualTo("none");
    assertThat(chat.path("reason").asText())
        .contains("the limit of 1000 tokens was used up before any text; raise max-tokens");
    assertThat(chat.path("drafts").path(0).path("raw").asText()).contains("Let me think");
    JsonNode gemini =
        replies.result(GEMINI, gemini("'finishReason':'MAX_TOKENS','content':{'role':'model'}"));
    assertThat(gemini.path("reason").asText())
        .contains("the limit of 1000 tokens was used up before any text; raise max-tokens");
  }

  @ParameterizedTest
  @CsvSource({"content_filter,half", "content_filter,''", "sensitive,half"})
  void aFilterIsToldAsAFilter(String word, String text) {
    JsonNode result =
        replies.result(
            PaidReplies.choice(
                "'message':{'content':'%s'},'finish_reason':'%s'".formatted(text, word)));
    assertThat(result.path("status").asText()).isEqualTo("none");
    assertThat(result.path("reason").asText()).contains("filter", word).doesNotContain("refuse");
    assertThat(result.path("drafts").path(0).path("refusal").asBoolean()).isFalse();
  }

  @Test
  void aBlockedPromptIsToldWithItsReason() {
    JsonNode result =
        replies.result(
            GEMINI,
            PaidReplies.body(
                "{'promptFeedback':{'blockReason':'PROHIBITED_CONTENT'},'usageMetadata':"
                    + "{'promptTokenCount':20,'totalTokenCount':20},'modelVersion':'gemini-2.5-flash'}"));
    assertThat(result.path("reason").asText())
        .contains("filter", "PROHIBITED_CONTENT")
        .doesNotContain("refuse");
  }
}
