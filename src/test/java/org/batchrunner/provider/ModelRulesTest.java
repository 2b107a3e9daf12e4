package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRulesTest {

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
    assertThat(ModelRules.takesTemperature(Api.OPENAI, model)).isFalse();
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
    assertThat(ModelRules.takesTemperature(Api.OPENAI, model)).isTrue();
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
    assertThat(ModelRules.takesTemperature(Api.ANTHROPIC, model)).isEqualTo(takes);
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
