package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Prompt;
import org.jspecify.annotations.Nullable;

/** The format of Anthropic's Messages API. */
final class Anthropic implements ApiFormat {

  private static final String VERSION = "2023-06-01";
  private static final String THINKING = "thinking";
  private static final List<String> NOT_SENT = List.of("stream", "max_completion_tokens");

  @Override
  public ObjectNode encode(ProviderSettings provider, String model, Prompt prompt) {
    if (prompt.body() != null) {
      throw new IllegalArgumentException(
          "a line of the OpenAI batch format can only be sent through an API of the kind openai;"
              + " name such a model as its debater");
    }
    JsonNode parameters = RequestJson.sorted(prompt.parameters());
    boolean thinks = !parameters.path(THINKING).path("type").asText("disabled").equals("disabled");
    ObjectNode request = RequestJson.object().put("model", model);
    if (prompt.system() != null) {
      request.put("system", prompt.system());
    }
    messages(request, prompt);
    if (prompt.temperature() != null) {
      request.put("temperature", prompt.temperature());
    }
    if (prompt.schema() != null) {
      tool(request, prompt, thinks);
    }
    RequestJson.merge(request, parameters);
    request.remove(NOT_SENT);
    return request.put("max_tokens", prompt.maxTokens());
  }

  private static void messages(ObjectNode request, Prompt prompt) {
    ObjectNode message = request.putArray("messages").addObject().put("role", "user");
    if (prompt.shared() == null) {
      message.put("content", prompt.user());
      return;
    }
    ArrayNode content = message.putArray("content");
    content
        .addObject()
        .put("type", "text")
        .put("text", PromptText.shared(prompt.shared()))
        .putObject("cache_control")
        .put("type", "ephemeral");
    content.addObject().put("type", "text").put("text", prompt.user());
  }

  /** Adds the tool that carries the schema; a model that thinks must not be forced to use it. */
  private static void tool(ObjectNode request, Prompt prompt, boolean thinks) {
    String name = PromptText.schemaName(prompt);
    request
        .putArray("tools")
        .addObject()
        .put("name", name)
        .put("description", "Takes the reply.")
        .set("input_schema", prompt.schema());
    ObjectNode choice = request.putObject("tool_choice");
    if (thinks) {
      choice.put("type", "auto");
    } else {
      choice.put("type", "tool").put("name", name);
    }
  }

  @Override
  public String path(String model) {
    return "/messages";
  }

  @Override
  public Map<String, String> headers(ProviderSettings provider) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("anthropic-version", VERSION);
    if (provider.apiKey() != null) {
      headers.put("x-api-key", provider.apiKey());
    }
    return headers;
  }

  @Override
  public String model(JsonNode reply) {
    return reply.path("model").asText("");
  }

  @Override
  public @Nullable Tokens tokens(JsonNode reply, UsageCounts counts) {
    JsonNode usage = reply.path("usage");
    JsonNode created = usage.path("cache_creation");
    long input = counts.of(usage, "input_tokens");
    long output = counts.of(usage, "output_tokens");
    long read = counts.orZero(usage, "cache_read_input_tokens");
    long written = counts.orZero(usage, "cache_creation_input_tokens");
    long hour = counts.orZero(created, "ephemeral_1h_input_tokens");
    long minutes = counts.orZero(created, "ephemeral_5m_input_tokens");
    if (counts.broken() || input < 0 || output < 0) {
      return null;
    }
    long rest = Math.max(0, written - hour - minutes);
    // If the reply lists both kinds of cache writes, tokens in neither may be of the more expensive
    // one.
    return created.isObject()
        ? new Tokens(input, read, minutes, hour + rest, output)
        : new Tokens(input, read, rest, 0, output);
  }

  /** Returns the tier; the fast mode and a fixed region have prices of their own, as tiers have. */
  @Override
  public String tier(JsonNode reply, Map<String, String> lowerCaseHeaders) {
    JsonNode usage = reply.path("usage");
    return BillingReader.unusual(
        usage.path("service_tier"), usage.path("speed"), usage.path("inference_geo"));
  }

  @Override
  public @Nullable String requestId(JsonNode reply, Map<String, String> lowerCaseHeaders) {
    String header = lowerCaseHeaders.get("request-id");
    return header == null ? reply.path("id").asText(null) : header;
  }

  @Override
  public Content content(JsonNode reply) throws NotAReply {
    JsonNode content = reply.path("content");
    if (!content.isArray() || !reply.path("type").asText("message").equals("message")) {
      throw new NotAReply("the reply has no content");
    }
    FinishReason ending = FinishReason.anthropic(reply.path("stop_reason"));
    StringBuilder text = new StringBuilder();
    List<JsonNode> calls = new ArrayList<>();
    for (JsonNode block : content) {
      if (block.path("type").asText().equals("tool_use")) {
        calls.add(block);
      } else {
        text.append(block.path("text").asText(""));
      }
    }
    return calls.isEmpty()
        ? new Content(text.toString(), ending, true)
        : new Content(ToolCalls.text(calls), ending, text.toString().isBlank());
  }
}
