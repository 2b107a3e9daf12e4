package org.batchrunner.task.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.batchrunner.common.Json;
import org.batchrunner.task.ModelId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForbiddenFieldsTest {

  private static Options with(String json) {
    return Options.DEFAULTS.with(
        Map.of(
            "model-parameters",
            Map.of("openai/gpt-4o", Json.read(json.replace('\'', '"'), Map.class))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model",
        "models",
        "messages",
        "contents",
        "prompt",
        "input",
        "system",
        "systemInstruction",
        "system_instruction",
        "instructions",
        "n",
        "N",
        "best_of",
        "bestOf",
        "candidateCount",
        "candidate_count",
        "use_beam_search",
        "stream",
        "stream_options",
        "max_output_tokens",
        "maxOutputTokens",
        "maxTokens",
        "MAX_TOKENS",
        "max_tokens_to_sample",
        "tools",
        "tool_choice",
        "toolConfig",
        "functions",
        "web_search_options",
        "search_parameters",
        "plugins",
        "mcp_servers",
        "container",
        "context_management",
        "cachedContent",
        "cached_content",
        "prediction",
        "audio",
        "modalities",
        "responseModalities"
      })
  void refusesWhatWouldReplaceThePromptOrCostWithoutBound(String field) {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> with("{'" + field + "': 2}"))
        .withMessageMatching(
            "model-parameters of openai/gpt-4o: '%s' can't be set: [^.]+".formatted(field));
  }

  @ParameterizedTest
  @CsvSource({
    "service_tier, priority",
    "serviceTier, PRIORITY",
    "service_tier, scale",
    "speed, fast",
    "inference_geo, us"
  })
  void refusesDearerTiers(String field, String value) {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> with("{'%s': '%s'}".formatted(field, value)))
        .withMessageContaining(field)
        .withMessageContaining("costs more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'generationConfig': {'candidateCount': 2}}",
        "{'generation_config': {'candidate_count': 2}}",
        "{'extra_body': {'extra_body': {'best_of': 2}}}"
      })
  void refusesThemInsideOtherFieldsToo(String fields) {
    assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> with(fields));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1000001", "99999999999", "1.5", "'many'", "null", "[]"})
  void refusesLimitsThatAreNone(String limit) {
    for (String name : List.of("max-tokens", "max_tokens", "max_completion_tokens")) {
      assertThatExceptionOfType(InvalidOptionException.class)
          .isThrownBy(() -> with("{'%s': %s}".formatted(name, limit)))
          .withMessageContaining("'" + name + "' takes a whole number from 1 to 1000000");
    }
  }

  @Test
  void takesTheRest() {
    Map<String, Object> fields =
        with("{'reasoning_effort': 'low', 'max-tokens': 400, 'temperature': 'none', 'seed': 7,"
                + " 'top_p': 0.9, 'service_tier': 'flex', 'stop': ['x'], 'thinking':"
                + " {'type': 'enabled', 'budget_tokens': 1024}, 'generationConfig':"
                + " {'topK': 5}, 'logprobs': true, 'cache_control': {'type': 'ephemeral'}}")
            .modelParameters(ModelId.parse("openai/gpt-4o"));

    assertThat(fields).hasSize(11);
  }

  @Test
  void whatTasksThatMatchGetIsCheckedToo() {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(
            () ->
                Options.DEFAULTS.with(
                    Map.of(
                        "when",
                        List.of(
                            Map.of(
                                "match",
                                "x",
                                "set",
                                Map.of(
                                    "model-parameters",
                                    Map.of("openai/gpt-4o", Map.of("n", 2))))))));
  }

  private static String inBody(String fields) {
    return String.valueOf(
        ForbiddenFields.wrongInBody(
            Json.read(
                "{\"model\":\"m\",\"messages\":[{\"content\":\"x\"}]"
                    + fields.replace('\'', '"')
                    + "}",
                JsonNode.class)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",'n':2",
        ",'best_of':2",
        ",'stream':true",
        ",'web_search_options':{}",
        ",'tools':[{'type':'web_search'}]",
        ",'modalities':['audio']",
        ",'prediction':{}",
        ",'service_tier':'priority'",
        ",'max_tokens':99999999999",
        ",'max_tokens':0",
        ",'max_completion_tokens':-5",
        ",'max_output_tokens':5",
        ",'models':['x']",
        ",'modalities':['text','audio']",
        ",'modalities':'text'",
        ",'modalities':[]",
        ",'n':'1'",
        ",'n':true",
        ",'stream':0",
        ",'stream_options':{'include_usage':true}",
        ",'audio':{}",
        ",'mcp_servers':[{}]",
        ",'service_tier':[]"
      })
  void aWholeRequestMustBeBoundedToo(String fields) {
    assertThat(inBody(fields)).contains("'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",'n':1,'stream':false",
        ",'n':null",
        ",'max_tokens':100,'temperature':1",
        ",'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'auto'",
        ",'service_tier':'default','metadata':{'n':'5'}",
        ",'modalities':['text']",
        ",'modalities':null,'audio':null,'prediction':null,'stop':null,'seed':null",
        ",'n':1.0,'best_of':1,'stream':false,'stream_options':null,'tools':[],'functions':[]",
        ",'stream_options':{'include_usage':false},'background':false,'logprobs':false",
        ",'tool_choice':'none','parallel_tool_calls':true,'service_tier':'auto','store':false",
        ",'presence_penalty':0,'frequency_penalty':0,'top_p':1,'logit_bias':{},'user':''",
        ",'response_format':{'type':'text'},'service_tier':'standard','models':[]"
      })
  void aWholeRequestThatIsBoundedIsTaken(String fields) {
    assertThat(inBody(fields)).isEqualTo("null");
  }

  @Test
  void partsOfMessagesWithoutABoundAreRefused() {
    for (String type : List.of("input_audio", "file", "video_url")) {
      JsonNode body =
          Json.read(
              "{\"messages\":[{\"content\":[{\"type\":\"%s\"}]}]}".formatted(type), JsonNode.class);

      assertThat(ForbiddenFields.wrongInBody(body)).contains(type);
    }
  }
}
