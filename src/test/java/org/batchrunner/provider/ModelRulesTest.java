package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.batchrunner.common.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRulesTest {

  private static boolean takesTemperature(Api api, String model) {
    ObjectNode request = RequestJson.object().put("temperature", new BigDecimal("0.3"));
    boolean takes = ModelRules.refusal(api, model, request) == null;
    ModelRules.leaveOutTemperature(api, model, request);
    assertThat(request.has("temperature")).isEqualTo(takes);
    return takes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o1",
        "o1-mini",
        "o3",
        "o3-mini-2025-01-31",
        "o4-mini",
        "gpt-5",
        "gpt-5-mini",
        "gpt-5.2",
        "gpt-5-2025-08-07",
        "openai/gpt-5-mini",
        "GPT-5",
        "gpt-6"
      })
  void takeNoTemperatureAndTheNewerLimit(String model) {
    assertThat(takesTemperature(Api.OPENAI, model)).isFalse();
    assertThat(ModelRules.isReasoning(model)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-4o",
        "gpt-4o-mini",
        "gpt-4.1",
        "gpt-3.5-turbo",
        "llama3",
        "qwen2.5",
        "phi-o1x"
      })
  void takeATemperature(String model) {
    assertThat(takesTemperature(Api.OPENAI, model)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "claude-3-5-haiku-latest, true", "claude-3-opus-20240229, true", "claude-2.1, true",
    "claude-instant-1.2, true", "claude-opus-4-20250514, true", "claude-opus-4-1-20250805, true",
    "claude-sonnet-4-5, true", "claude-haiku-4-5, true", "claude-opus-4-6, true",
    "claude-sonnet-4@20250514, true", "claude-opus-4-7, false", "claude-opus-4-8, false",
    "claude-sonnet-5, false", "claude-haiku-5-20261001, false", "claude-opus-5, false",
    "claude-opus-4-60, false", "some-other-model, true"
  })
  void claudesAfterOpus46TakeNone(String model, boolean takes) {
    assertThat(takesTemperature(Api.ANTHROPIC, model)).isEqualTo(takes);
  }

  /** What else stands in a request decides, too. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "OPENAI | gpt-5.2 | {'temperature':0.3,'reasoning_effort':'none'} | ",
        "OPENAI | gpt-5.2-chat-latest | {'temperature':0.3} | temperature",
        "OPENAI | gpt-5-chat-latest | {'temperature':0.3} | ",
        "OPENAI | gpt-5 | {'reasoning_effort':'none'} | reasoning_effort",
        "OPENAI | o3 | {'reasoning_effort':'minimal'} | reasoning_effort",
        "OPENAI | gpt-4o-mini | {'reasoning_effort':'low'} | reasoning_effort",
        "OPENAI | gpt-4o-mini | {'top_p':'much'} | top_p",
        "OPENAI | o3 | {'temperature':1.0,'top_p':1} | ",
        "OPENAI | o3 | {'logprobs':true} | logprobs",
        "ANTHROPIC | claude-3-5-haiku-latest | {'temperature':0.3,'top_p':0.9} | ",
        "ANTHROPIC | claude-opus-4-1 | {'temperature':0.3,'top_p':0.9} | temperature",
        "ANTHROPIC | claude-haiku-4-5 | {'thinking':{'type':'adaptive'}} | thinking.type",
        "ANTHROPIC | claude-opus-4-6 | {'thinking':{'type':'adaptive'}} | ",
        "ANTHROPIC | claude-opus-4-6 | {'thinking':{'type':'adaptive'},'temperature':0.3} | temperature",
        "ANTHROPIC | claude-opus-4-8 | {'thinking':{'type':'adaptive'},'top_k':5} | top_k",
        "ANTHROPIC | claude-sonnet-4 | {'thinking':{'type':'enabled','budget_tokens':2000},'max_tokens':2000} | thinking.budget_tokens",
        "ANTHROPIC | claude-sonnet-4 | {'thinking':{'type':'enabled','budget_tokens':1999},'max_tokens':2000} | ",
        "GEMINI | gemini-2.5-flash | {'generationConfig':{'temperature':2.1}} | temperature",
        "GEMINI | gemini-2.5-flash | {'generationConfig':{'top_p':2}} | topP",
        "GEMINI | gemini-2.5-flash-lite | {'generationConfig':{'thinkingConfig':{'thinkingBudget':100}}} | thinkingConfig.thinkingBudget",
        "GEMINI | gemini-2.5-flash-lite | {'generationConfig':{'thinkingConfig':{'thinkingBudget':0}}} | ",
        "GEMINI | gemini-3-flash | {'generationConfig':{'thinkingConfig':{'thinkingBudget':1,'thinkingLevel':'LOW'}}} | thinkingConfig.thinkingLevel"
      })
  void whatIsRefused(Api api, String model, String request, String field) {
    RequestRule.Refusal refusal =
        ModelRules.refusal(api, model, Json.read(request.replace('\'', '"'), JsonNode.class));

    assertThat(refusal == null ? null : refusal.field()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, json_schema",
    "gpt-4o-mini, json_schema",
    "gpt-4.1, json_schema",
    "gpt-5, json_schema",
    "o3-mini, json_schema",
    "llama3, json_schema",
    "gpt-4o-2024-05-13, json_object",
    "gpt-4-turbo, json_object",
    "gpt-3.5-turbo, json_object",
    "gpt-4-1106-preview, json_object",
    "gpt-4, ''",
    "gpt-4-0613, ''",
    "o1-mini, ''"
  })
  void howJsonIsAskedFor(String model, String format) {
    assertThat(ModelRules.jsonFormat(model)).isEqualTo(format);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o-search-preview, false",
    "gpt-4o-mini-search-preview-2025-03-11, false",
    "gpt-5-search-api, false",
    "o3-deep-research, false",
    "openai/o4-mini-deep-research, false",
    "gpt-4o, true",
    "claude-haiku-4-5, true",
    "research-llama, true"
  })
  void modelsThatSearchCostMoreThanTheirTokens(String model, boolean covered) {
    assertThat(TokenBound.covers(model)).isEqualTo(covered);
  }
}
