package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Prompt;
import org.jspecify.annotations.Nullable;

/** The format of OpenAI's chat completions. */
final class OpenAi implements ApiFormat {

  private static final String NEW_LIMIT = "max_completion_tokens";
  private static final String OLD_LIMIT = "max_tokens";

  /** Fields that are never sent, because they would give several replies or a stream. */
  private static final List<String> NEVER_SENT =
      List.of("n", "best_of", "stream", "stream_options");

  @Override
  public ObjectNode encode(ProviderSettings provider, String model, Prompt prompt) {
    ObjectNode request;
    if (prompt.body() == null) {
      request = request(model, prompt);
    } else {
      request = PromptText.body(prompt.body());
      request.put("model", model);
    }
    RequestJson.merge(request, RequestJson.sorted(prompt.parameters()));
    request.remove(NEVER_SENT);
    dropEmpty(request);
    limit(request, provider, model, prompt.maxTokens());
    return request;
  }

  /** Removes an empty list of tools, which the vendor refuses, and the tool choice with it. */
  private static void dropEmpty(ObjectNode request) {
    if (request.path("tools").isArray() && request.path("tools").isEmpty()) {
      request.remove(List.of("tools", "tool_choice", "parallel_tool_calls"));
    }
    if (request.path("functions").isArray() && request.path("functions").isEmpty()) {
      request.remove(List.of("functions", "function_call"));
    }
  }

  private static ObjectNode request(String model, Prompt prompt) {
    ObjectNode request = RequestJson.object().put("model", model);
    ArrayNode messages = request.putArray("messages");
    if (prompt.system() != null) {
      messages.addObject().put("role", "system").put("content", prompt.system());
    }
    messages.addObject().put("role", "user").put("content", PromptText.user(prompt));
    if (prompt.temperature() != null) {
      request.put("temperature", prompt.temperature());
    }
    String format = ModelRules.jsonFormat(model);
    if (prompt.schema() != null && !format.isEmpty()) {
      ObjectNode responseFormat = request.putObject("response_format").put("type", format);
      if (format.equals("json_schema")) {
        responseFormat
            .putObject("json_schema")
            .put("name", PromptText.schemaName(prompt))
            .put("strict", true)
            .set("schema", prompt.schema());
      }
    }
    return request;
  }

  /**
   * Sets the token limit to the reserved one, under the name in the request or else the one that
   * the server knows.
   */
  private static void limit(
      ObjectNode request, ProviderSettings provider, String model, int maxTokens) {
    boolean newer = provider.isOpenAiOrAzure() || ModelRules.isReasoning(model);
    String name = newer ? NEW_LIMIT : OLD_LIMIT;
    if (request.has(NEW_LIMIT) || ModelRules.isReasoning(model)) {
      name = NEW_LIMIT;
      request.remove(OLD_LIMIT);
    } else if (request.has(OLD_LIMIT)) {
      name = OLD_LIMIT;
    }
    request.put(name, maxTokens);
  }

  @Override
  public String path(String model) {
    return "/chat/completions";
  }

  @Override
  public Map<String, String> headers(ProviderSettings provider) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    if (provider.apiKey() != null) {
      boolean azureKey = provider.isAzure() && !provider.apiKey().startsWith("eyJ");
      headers.put(
          azureKey ? "api-key" : "Authorization",
          azureKey ? provider.apiKey() : "Bearer " + provider.apiKey());
    }
    return headers;
  }

  @Override
  public String model(JsonNode reply) {
    return reply.path("model").asText("");
  }

  @Override
  public @Nullable Tokens tokens(JsonNode reply, UsageCounts counts) {
    return OpenAiUsage.tokens(reply, counts);
  }

  @Override
  public String tier(JsonNode reply, Map<String, String> lowerCaseHeaders) {
    return BillingReader.unusual(
        reply.path("service_tier"),
        reply.path("usage").path("service_tier"),
        TextNode.valueOf(lowerCaseHeaders.getOrDefault("x-gemini-service-tier", "")));
  }

  @Override
  public @Nullable String requestId(JsonNode reply, Map<String, String> lowerCaseHeaders) {
    String header = lowerCaseHeaders.get("x-request-id");
    return header == null ? reply.path("id").asText(null) : header;
  }

  @Override
  public Content content(JsonNode reply) throws NotAReply {
    return OpenAiContent.of(reply);
  }
}
