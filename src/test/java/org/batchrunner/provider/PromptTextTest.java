package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.batchrunner.common.Json;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests of the three APIs, byte for byte. */
class PromptTextTest {

  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"answer\":{\"type\":\"string\"}},"
          + "\"required\":[\"answer\"],\"additionalProperties\":false}";

  private static Prompt prompt(boolean json, Map<String, Object> parameters) {
    JsonNode schema = json ? read(SCHEMA) : null;
    return new Prompt(
        "Be short.",
        "Shared",
        "Hello",
        schema,
        json ? "draft" : null,
        100,
        new BigDecimal("0.3"),
        parameters,
        null);
  }

  private static Prompt body(String body, int maxTokens) {
    return new Prompt(null, null, "x", null, null, maxTokens, null, Map.of(), body);
  }

  private static JsonNode read(String json) {
    return Json.read(json, JsonNode.class);
  }

  private static String encode(ProviderSettings provider, String model, Prompt prompt) {
    return new String(
        provider.api().encode(provider, new ModelId(provider.name(), model), prompt),
        StandardCharsets.UTF_8);
  }

  private static ProviderSettings at(Api api, String url) {
    return Samples.settings("x", api, url, "the-key");
  }

  @Test
  void openAi() {
    assertThat(encode(Samples.openAi(), "gpt-4o-mini", prompt(true, Map.of("seed", 7))))
        .isEqualTo(
            "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"system\",\"content\":\"Be short.\"},"
                + "{\"role\":\"user\",\"content\":\"Shared\\n\\nHello\"}],\"temperature\":0.3,"
                + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"draft\","
                + "\"strict\":true,\"schema\":"
                + SCHEMA
                + "}},\"seed\":7,\"max_completion_tokens\":100}");
  }

  @Test
  void anthropic() {
    assertThat(encode(Samples.anthropic(), "claude-haiku-4-5", prompt(true, Map.of("top_k", 5))))
        .isEqualTo(
            "{\"model\":\"claude-haiku-4-5\",\"system\":\"Be short.\",\"messages\":[{\"role\":\"user\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"Shared\\n\\n\",\"cache_control\":"
                + "{\"type\":\"ephemeral\"}},{\"type\":\"text\",\"text\":\"Hello\"}]}],"
                + "\"temperature\":0.3,\"tools\":[{\"name\":\"draft\",\"description\":\"Takes the"
                + " reply.\",\"input_schema\":"
                + SCHEMA
                + "}],\"tool_choice\":{\"type\":\"tool\",\"name\":\"draft\"},\"top_k\":5,"
                + "\"max_tokens\":100}");
  }

  @Test
  void gemini() {
    assertThat(encode(Samples.google(), "gemini-2.5-flash", prompt(true, Map.of("topK", 5))))
        .isEqualTo(
            "{\"systemInstruction\":{\"parts\":[{\"text\":\"Be short.\"}]},\"contents\":[{\"role\":"
                + "\"user\",\"parts\":[{\"text\":\"Shared\\n\\nHello\"}]}],\"generationConfig\":"
                + "{\"temperature\":0.3,\"responseMimeType\":\"application/json\",\"responseSchema\":"
                + "{\"type\":\"OBJECT\",\"properties\":{\"answer\":{\"type\":\"STRING\"}},\"required\":"
                + "[\"answer\"],\"propertyOrdering\":[\"answer\"]},\"topK\":5,"
                + "\"maxOutputTokens\":100}}");
  }

  @ParameterizedTest
  @CsvSource({"o3-mini", "gpt-5-mini"})
  void openAisReasoningModelsGetNoTemperature(String model) {
    JsonNode request = read(encode(Samples.openAi(), model, prompt(false, Map.of())));

    assertThat(request.has("temperature")).isFalse();
    assertThat(request.path("max_completion_tokens").asInt()).isEqualTo(100);
  }

  @Test
  void claudesAfterOpus46GetNoTemperature() {
    assertThat(encode(Samples.anthropic(), "claude-opus-4-7", prompt(false, Map.of())))
        .doesNotContain("temperature");
    assertThat(encode(Samples.anthropic(), "claude-opus-4-6", prompt(false, Map.of())))
        .contains("temperature");
  }

  /** A model that thinks may have no temperature and can't be forced to use a tool. */
  @Test
  void aClaudeThatThinksIsNotForced() {
    JsonNode request =
        read(
            encode(
                Samples.anthropic(),
                "claude-sonnet-4-5",
                prompt(
                    true, Map.of("thinking", Map.of("type", "enabled", "budget_tokens", 1024)))));

    assertThat(request.has("temperature")).isFalse();
    assertThat(request.path("tool_choice").path("type").asText()).isEqualTo("auto");
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.openai.com/v1, llama3, max_completion_tokens",
    "https://my.openai.azure.com/openai/v1, gpt-4o, max_completion_tokens",
    "http://localhost:11434/v1, llama3, max_tokens",
    "http://localhost:8000/v1, o3-mini, max_completion_tokens"
  })
  void theLimitHasTheNameThatTheServerKnows(String url, String model, String name) {
    JsonNode request = read(encode(at(Api.OPENAI, url), model, prompt(false, Map.of())));

    assertThat(request.path(name).asInt()).isEqualTo(100);
    assertThat(request.has("max_tokens") && request.has("max_completion_tokens")).isFalse();
  }

  /** Whatever parameters say: the limit is the one that money is held for. */
  @ParameterizedTest
  @CsvSource({"OPENAI", "ANTHROPIC", "GEMINI"})
  void theLimitIsTheOneThatIsHeldFor(Api api) {
    Map<String, Object> parameters =
        Map.of("max_tokens", 9999, "max_completion_tokens", 9999, "n", 3, "candidateCount", 3);
    ProviderSettings provider = at(api, "http://localhost:1/v1");

    String request = encode(provider, "m", prompt(false, parameters));

    assertThat(request).doesNotContain("9999").contains("100");
    if (api == Api.GEMINI) {
      assertThat(request).doesNotContain("candidateCount").doesNotContain("max_");
    }
    if (api == Api.OPENAI) {
      assertThat(read(request).has("n")).isFalse();
    }
    if (api == Api.ANTHROPIC) {
      assertThat(read(request).has("max_completion_tokens")).isFalse();
    }
  }

  @Test
  void aWholeBodyIsSentAsItIsButForModelAndLimit() {
    assertThat(
            encode(
                Samples.openAi(),
                "gpt-4o",
                body("{\"model\":\"x\",\"messages\":[],\"max_tokens\":50,\"user\":\"u\"}", 50)))
        .isEqualTo("{\"model\":\"gpt-4o\",\"messages\":[],\"max_tokens\":50,\"user\":\"u\"}");
    for (ProviderSettings other : new ProviderSettings[] {Samples.anthropic(), Samples.google()}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> encode(other, "m", body("{}", 1)))
          .withMessageContaining("OpenAI batch format");
    }
  }

  @Test
  void equalPromptsMakeEqualBytes() {
    Map<String, Object> one = new java.util.LinkedHashMap<>();
    one.put("top_p", 1);
    one.put("seed", Map.of("b", 1, "a", 2));
    Map<String, Object> other = new java.util.LinkedHashMap<>();
    other.put("seed", Map.of("a", 2, "b", 1));
    other.put("top_p", 1);

    assertThat(encode(Samples.openAi(), "m", prompt(true, one)))
        .isEqualTo(encode(Samples.openAi(), "m", prompt(true, other)));
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, https://api.openai.com/v1, m, /v1/chat/completions",
    "OPENAI, https://api.openai.com/v1/, m, /v1/chat/completions",
    "OPENAI, http://localhost:11434, m, /chat/completions",
    "OPENAI, https://g.example/a/b%20c/v1?x=1&y=2, m, /a/b%20c/v1/chat/completions?x=1&y=2",
    "OPENAI, https://me.openai.azure.com/openai/deployments/d/?api-version=2024-10-21, m,"
        + " /openai/deployments/d/chat/completions?api-version=2024-10-21",
    "ANTHROPIC, https://api.anthropic.com/v1, m, /v1/messages",
    "GEMINI, https://generativelanguage.googleapis.com/v1beta, gemini-2.5-flash,"
        + " /v1beta/models/gemini-2.5-flash:generateContent",
    "GEMINI, https://g.example/v1beta, models/gemini-2.5-flash,"
        + " /v1beta/models/gemini-2.5-flash:generateContent",
    "GEMINI, https://g.example/v1beta, tunedModels/a b, /v1beta/tunedModels/a%20b:generateContent",
    "GEMINI, https://g.example/v1beta, ../x?key=1, /v1beta/models/..%2Fx%3Fkey%3D1:generateContent"
  })
  void paths(Api api, URI baseUrl, String model, String path) {
    assertThat(api.path(baseUrl, model)).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, https://api.openai.com/v1, Authorization, Bearer the-key",
    "OPENAI, http://localhost:8000/v1, Authorization, Bearer the-key",
    "OPENAI, https://me.openai.azure.com/openai/v1, api-key, the-key",
    "OPENAI, https://me.services.ai.azure.com/v1, api-key, the-key",
    "ANTHROPIC, https://api.anthropic.com/v1, x-api-key, the-key",
    "ANTHROPIC, https://api.anthropic.com/v1, anthropic-version, 2023-06-01",
    "GEMINI, https://generativelanguage.googleapis.com/v1beta, x-goog-api-key, the-key"
  })
  void headers(Api api, String url, String name, String value) {
    assertThat(api.headers(at(api, url)))
        .containsEntry(name, value)
        .containsEntry("Content-Type", "application/json");
    assertThat(at(api, url).toString()).doesNotContain("the-key");
  }

  @Test
  void aLocalServerNeedsNoKey() {
    ProviderSettings local = Samples.settings("l", Api.OPENAI, "http://localhost:11434/v1", null);

    assertThat(local.configured()).isTrue();
    assertThat(Api.OPENAI.headers(local)).doesNotContainKey("Authorization");
  }
}
