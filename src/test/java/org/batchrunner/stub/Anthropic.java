package org.batchrunner.stub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Anthropic's messages. */
final class Anthropic implements Dialect {

  private static final String INVALID = "invalid_request_error";
  private static final Set<String> KEYS =
      Set.of(
          ("model messages max_tokens cache_control container context_management inference_geo"
                  + " mcp_servers metadata output_config output_format service_tier stop_sequences"
                  + " stream system temperature thinking tool_choice tools top_k top_p")
              .split(" "));
  private static final Set<String> PART_KEYS = Set.of("type", "text", "cache_control", "citations");

  @Override
  public boolean serves(String path) {
    return path.equals("/v1/messages");
  }

  @Override
  public @Nullable String key(Function<String, @Nullable String> header) {
    return header.apply("x-api-key");
  }

  @Override
  public Refused wrongKey(@Nullable String key) {
    return new Refused(
        401,
        "authentication_error",
        null,
        null,
        key == null ? "x-api-key header is required" : "invalid x-api-key");
  }

  @Override
  public Question read(String path, Function<String, @Nullable String> header, JsonNode body)
      throws Refused {
    if (!"2023-06-01".equals(header.apply("anthropic-version"))) {
      throw wrong("anthropic-version: header is required");
    }
    if (!body.isObject()) {
      throw wrong("The request body is not valid JSON");
    }
    for (String key : (Iterable<String>) body::fieldNames) {
      if (!KEYS.contains(key)) {
        throw wrong(key + ": Extra inputs are not permitted");
      }
    }
    for (String key : new String[] {"model", "max_tokens", "messages"}) {
      if (!body.has(key)) {
        throw wrong(key + ": Field required");
      }
    }
    if (!body.get("max_tokens").canConvertToInt() || body.get("max_tokens").asInt() < 1) {
      throw wrong("max_tokens: Input should be greater than or equal to 1");
    }
    if (body.path("stream").asBoolean()) {
      throw wrong("stream: the stub does not stream");
    }
    String model = body.get("model").asText();
    temperature(model, body.path("temperature"));
    StringBuilder counted = new StringBuilder();
    String system = body.has("system") ? text("system", body.get("system")) : null;
    String user = messages(body.get("messages"), counted);
    JsonNode tool = tool(body);
    if (tool != null) {
      counted.append(body.get("tools"));
    }
    return new Question(
        model,
        (system == null ? "" : system) + counted,
        body.get("messages").size(),
        user,
        system,
        body.get("max_tokens").asInt(),
        tool == null ? outputSchema(body) : tool.path("input_schema"),
        tool == null ? null : tool.path("name").asText());
  }

  private static void temperature(String model, JsonNode temperature) throws Refused {
    if (temperature.isMissingNode()) {
      return;
    }
    double value = temperature.asDouble(-1);
    if (value < 0 || value > 1) {
      throw wrong("temperature: range: 0..1");
    }
    if (value != 1 && Models.fixedTemperature(model)) {
      throw wrong("temperature: this model supports only the value 1.0");
    }
  }

  private static String messages(JsonNode messages, StringBuilder counted) throws Refused {
    if (!messages.isArray() || messages.isEmpty()) {
      throw wrong("messages: at least one message is required");
    }
    StringBuilder user = new StringBuilder();
    for (int index = 0; index < messages.size(); index++) {
      JsonNode message = messages.get(index);
      String at = "messages." + index;
      String role = message.path("role").asText();
      if (!role.equals("user") && !role.equals("assistant")) {
        throw wrong(
            "messages: Unexpected role \""
                + role
                + "\". The Messages API accepts a top-level `system` parameter");
      }
      for (String key : (Iterable<String>) message::fieldNames) {
        if (!key.equals("role") && !key.equals("content")) {
          throw wrong(at + "." + key + ": Extra inputs are not permitted");
        }
      }
      String text = text(at + ".content", message.path("content"));
      counted.append(text);
      if (role.equals("user")) {
        user.append(text);
      }
    }
    return user.toString();
  }

  private static String text(String at, JsonNode content) throws Refused {
    if (content.isTextual()) {
      if (content.asText().isEmpty()) {
        throw wrong(at + ": text content must be non-empty");
      }
      return content.asText();
    }
    if (!content.isArray() || content.isEmpty()) {
      throw wrong(at + ": Field required");
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      for (String key : (Iterable<String>) part::fieldNames) {
        if (!PART_KEYS.contains(key)) {
          throw wrong(at + "." + key + ": Extra inputs are not permitted");
        }
      }
      if (!part.path("type").asText().equals("text") || part.path("text").asText().isEmpty()) {
        throw wrong(at + ": text content blocks must be non-empty");
      }
      text.append(part.get("text").asText());
    }
    return text.toString();
  }

  /** The tool that must be called; null if none must. */
  private static @Nullable JsonNode tool(JsonNode body) throws Refused {
    JsonNode choice = body.path("tool_choice");
    for (JsonNode tool : body.path("tools")) {
      if (!tool.path("name").asText().matches("[a-zA-Z0-9_-]{1,128}")) {
        throw wrong("tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
      }
      if (!tool.path("input_schema").path("type").asText().equals("object")) {
        throw wrong("tools.0.custom.input_schema.type: Field required");
      }
    }
    if (choice.isMissingNode()) {
      return null;
    }
    for (JsonNode tool : body.path("tools")) {
      if (tool.path("name").equals(choice.path("name"))
          || choice.path("type").asText().equals("any")) {
        return tool;
      }
    }
    throw wrong(
        "tool_choice: tool '" + choice.path("name").asText() + "' not found in provided tools");
  }

  private static @Nullable JsonNode outputSchema(JsonNode body) {
    JsonNode format =
        body.has("output_format")
            ? body.get("output_format")
            : body.path("output_config").path("format");
    return format.has("schema") ? format.get("schema") : null;
  }

  private static Refused wrong(String message) {
    return new Refused(400, INVALID, null, null, message);
  }

  @Override
  public ObjectNode reply(Question question, Completion completion) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.put("id", "msg_" + completion.id()).put("type", "message").put("role", "assistant");
    reply.put("model", completion.model());
    ObjectNode block = reply.putArray("content").addObject();
    boolean tool = question.tool() != null;
    if (tool) {
      block.put("type", "tool_use").put("id", "toolu_" + completion.id());
      block.put("name", question.tool()).set("input", input(completion.text()));
    } else {
      block.put("type", "text").put("text", completion.text());
    }
    String usual = completion.cut() ? "max_tokens" : tool ? "tool_use" : "end_turn";
    reply.put("stop_reason", completion.finish() == null ? usual : completion.finish());
    reply.putNull("stop_sequence");
    Used used = completion.used();
    switch (completion.form()) {
      case MISSING -> {}
      case MALFORMED ->
          reply.putObject("usage").put("input_tokens", "many").put("output_tokens", -1);
      case RIGHT ->
          reply
              .putObject("usage")
              .put("input_tokens", used.plainIn())
              .put("cache_creation_input_tokens", used.cacheWrite())
              .put("cache_read_input_tokens", used.cacheRead())
              .put("output_tokens", used.out())
              .put("service_tier", "standard");
    }
    return reply;
  }

  private static JsonNode input(String text) {
    try {
      return Bodies.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  @Override
  public ObjectNode error(Refused refused) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("type", "error");
    body.putObject("error").put("type", refused.type).put("message", refused.getMessage());
    return body.put("request_id", "req_stub");
  }
}
