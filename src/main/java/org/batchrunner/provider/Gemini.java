package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Prompt;
import org.jspecify.annotations.Nullable;

/** The format of Gemini's generateContent. */
final class Gemini implements ApiFormat {

  private static final String CONFIG = "generationConfig";

  private static final List<String> NOT_SENT =
      List.of("candidateCount", "max_tokens", "max_completion_tokens");

  /** Fields of the request itself; all others belong to its generation config. */
  private static final Set<String> OUTER =
      Set.of(
          CONFIG,
          "safetySettings",
          "tools",
          "toolConfig",
          "systemInstruction",
          "cachedContent",
          "labels",
          "serviceTier",
          "store");

  @Override
  public ObjectNode encode(ProviderSettings provider, String model, Prompt prompt) {
    if (prompt.body() != null) {
      throw new IllegalArgumentException(
          "a line of the OpenAI batch format can only be sent through an API of the kind openai;"
              + " name such a model as its debater");
    }
    ObjectNode request = RequestJson.object();
    if (prompt.system() != null) {
      request
          .putObject("systemInstruction")
          .putArray("parts")
          .addObject()
          .put("text", prompt.system());
    }
    request
        .putArray("contents")
        .addObject()
        .put("role", "user")
        .putArray("parts")
        .addObject()
        .put("text", PromptText.user(prompt));
    ObjectNode config = request.putObject(CONFIG);
    if (prompt.temperature() != null) {
      config.put("temperature", prompt.temperature());
    }
    if (prompt.schema() != null) {
      config.put("responseMimeType", "application/json");
      config.set("responseSchema", GeminiSchema.of(prompt.schema()));
    }
    merge(request, config, RequestJson.sorted(prompt.parameters()));
    config.remove(NOT_SENT);
    config.put("maxOutputTokens", prompt.maxTokens());
    return request;
  }

  private static void merge(ObjectNode request, ObjectNode config, JsonNode parameters) {
    ObjectNode outer = RequestJson.object();
    ObjectNode inner = RequestJson.object();
    parameters
        .properties()
        .forEach(
            field ->
                (OUTER.contains(field.getKey()) ? outer : inner)
                    .set(field.getKey(), field.getValue()));
    RequestJson.merge(config, inner);
    RequestJson.merge(request, outer);
  }

  @Override
  public String path(String model) {
    if (model.startsWith("tunedModels/")) {
      return "/tunedModels/" + UrlPaths.segment(model.substring(12)) + ":generateContent";
    }
    String name = model.startsWith("models/") ? model.substring(7) : model;
    return "/models/" + UrlPaths.segment(name) + ":generateContent";
  }

  @Override
  public Map<String, String> headers(ProviderSettings provider) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    if (provider.apiKey() != null) {
      headers.put("x-goog-api-key", provider.apiKey());
    }
    return headers;
  }

  @Override
  public String model(JsonNode reply) {
    String model = reply.path("modelVersion").asText("");
    return model.startsWith("models/") ? model.substring(7) : model;
  }

  @Override
  public @Nullable Tokens tokens(JsonNode reply, UsageCounts counts) {
    JsonNode usage = reply.path("usageMetadata");
    long prompt = counts.of(usage, "promptTokenCount");
    long candidates = counts.of(usage, "candidatesTokenCount");
    long total = counts.of(usage, "totalTokenCount");
    long thoughts = counts.orZero(usage, "thoughtsTokenCount");
    long cached = counts.orZero(usage, "cachedContentTokenCount");
    long tools = counts.orZero(usage, "toolUsePromptTokenCount");
    if (counts.broken() || prompt < 0 || (candidates < 0 && total < 0)) {
      return null;
    }
    long input = (cached > prompt ? prompt : prompt - cached) + tools;
    // Tokens of the total that are in no part are thoughts that were not reported.
    long rest = total - input - cached;
    long output =
        candidates < 0 && thoughts == 0
            ? counts.outputOfTotal(rest)
            : counts.output(Math.max(0, candidates) + thoughts, rest);
    return counts.broken() ? null : new Tokens(input, cached, 0, 0, Math.max(0, output));
  }

  @Override
  public String tier(JsonNode reply, Map<String, String> lowerCaseHeaders) {
    JsonNode usage = reply.path("usageMetadata");
    String header = lowerCaseHeaders.getOrDefault("x-gemini-service-tier", "");
    return BillingReader.unusual(
        TextNode.valueOf(header),
        usage.path("serviceTier"),
        reply.path("serviceTier"),
        usage.path("trafficType"));
  }

  @Override
  public @Nullable String requestId(JsonNode reply, Map<String, String> lowerCaseHeaders) {
    return reply.path("responseId").asText(null);
  }

  @Override
  public Content content(JsonNode reply) throws NotAReply {
    JsonNode candidate = reply.path("candidates").path(0);
    if (!candidate.isObject()) {
      JsonNode blocked = reply.path("promptFeedback").path("blockReason");
      if (!blocked.isMissingNode()) {
        return new Content("", FinishReason.blocked(blocked.asText("")), false);
      }
      throw new NotAReply("the reply has no candidates");
    }
    FinishReason ending = FinishReason.gemini(candidate.path("finishReason"));
    StringBuilder text = new StringBuilder();
    List<JsonNode> calls = new ArrayList<>();
    List<JsonNode> others = new ArrayList<>();
    for (JsonNode part : candidate.path("content").path("parts")) {
      if (part.path("functionCall").isObject()) {
        calls.add(part.path("functionCall"));
      } else if (part.path("text").isTextual()) {
        text.append(part.path("thought").asBoolean(false) ? "" : part.path("text").textValue());
      } else {
        others.add(part);
      }
    }
    if (!calls.isEmpty()) {
      return new Content(ToolCalls.text(calls), ending, false);
    }
    String said = text.toString();
    return said.isBlank() && !others.isEmpty()
        ? new Content(RequestJson.array().addAll(others).toString(), ending, false)
        : new Content(said, ending, others.isEmpty());
  }
}
