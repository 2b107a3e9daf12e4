package org.batchrunner.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** OpenAI's chat completions. */
final class OpenAi implements Dialect {

  private static final String INVALID = "invalid_request_error";
  private static final Set<String> KEYS =
      Set.of(
          ("messages model audio frequency_penalty function_call functions logit_bias logprobs"
                  + " max_completion_tokens max_tokens metadata modalities n parallel_tool_calls"
                  + " prediction presence_penalty prompt_cache_key prompt_cache_retention"
                  + " reasoning_effort response_format safety_identifier seed service_tier stop"
                  + " store stream stream_options temperature tool_choice tools top_logprobs top_p"
                  + " user verbosity web_search_options")
              .split(" "));
  private static final Set<String> MESSAGE_KEYS =
      Set.of("role", "content", "name", "refusal", "audio", "tool_calls", "tool_call_id");
  private static final Set<String> ROLES =
      Set.of("developer", "system", "user", "assistant", "tool", "function");

  @Override
  public boolean serves(String path) {
    return path.equals("/v1/chat/completions");
  }

  @Override
  public @Nullable String key(Function<String, @Nullable String> header) {
    String value = header.apply("authorization");
    return value != null && value.startsWith("Bearer ") ? value.substring(7) : null;
  }

  @Override
  public Refused wrongKey(@Nullable String key) {
    return key == null
        ? new Refused(
            401, INVALID, null, null, "You didn't provide an API key in an Authorization header.")
        : new Refused(401, INVALID, "invalid_api_key", null, "Incorrect API key provided.");
  }

  @Override
  public Question read(String path, Function<String, @Nullable String> header, JsonNode body)
      throws Refused {
    if (!body.isObject()) {
      throw wrong(null, null, "We could not parse the JSON body of your request.");
    }
    for (String key : (Iterable<String>) body::fieldNames) {
      if (!KEYS.contains(key)) {
        throw wrong("unknown_parameter", key, "Unknown parameter: '" + key + "'.");
      }
    }
    if (!body.path("model").isTextual() || body.path("model").asText().isEmpty()) {
      throw wrong(null, null, "you must provide a model parameter");
    }
    String model = body.path("model").asText();
    int maxTokens = limits(model, body);
    if (body.path("stream").asBoolean()) {
      throw wrong("unsupported_value", "stream", "The stub does not stream.");
    }
    StringBuilder user = new StringBuilder();
    StringBuilder system = new StringBuilder();
    StringBuilder counted = new StringBuilder();
    messages(body.path("messages"), user, system, counted);
    JsonNode schema = schema(body.path("response_format"), counted.toString());
    if (schema != null) {
      counted.append(schema);
    }
    counted.append(body.has("tools") ? body.get("tools").toString() : "");
    return new Question(
        model,
        counted.toString(),
        body.path("messages").size(),
        user.toString(),
        system.isEmpty() ? null : system.toString(),
        maxTokens,
        schema,
        null);
  }

  private static int limits(String model, JsonNode body) throws Refused {
    boolean reasons = Models.reasons(model);
    if (body.has("max_tokens") && body.has("max_completion_tokens")) {
      throw wrong(
          "invalid_parameter_combination",
          "max_tokens",
          "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.");
    }
    if (reasons && body.has("max_tokens")) {
      throw wrong(
          "unsupported_parameter",
          "max_tokens",
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use"
              + " 'max_completion_tokens' instead.");
    }
    JsonNode limit = body.path(body.has("max_tokens") ? "max_tokens" : "max_completion_tokens");
    if (!limit.isMissingNode() && (!limit.canConvertToInt() || limit.asInt() < 1)) {
      throw wrong("integer_below_min_value", "max_tokens", "Invalid value for 'max_tokens'.");
    }
    JsonNode temperature = body.path("temperature");
    if (reasons && temperature.isNumber() && temperature.asDouble() != 1) {
      throw wrong(
          "unsupported_value",
          "temperature",
          "Unsupported value: 'temperature' does not support "
              + temperature
              + " with this model. Only the default (1) value is supported.");
    }
    if (!temperature.isMissingNode()
        && (!temperature.isNumber() || temperature.asDouble() < 0 || temperature.asDouble() > 2)) {
      throw wrong("decimal_out_of_range", "temperature", "Invalid 'temperature'.");
    }
    return limit.asInt();
  }

  private static void messages(
      JsonNode messages, StringBuilder user, StringBuilder system, StringBuilder counted)
      throws Refused {
    if (!messages.isArray()) {
      throw wrong(
          "missing_required_parameter", "messages", "Missing required parameter: 'messages'.");
    }
    if (messages.isEmpty()) {
      throw wrong("empty_array", "messages", "Invalid 'messages': empty array.");
    }
    for (int index = 0; index < messages.size(); index++) {
      JsonNode message = messages.get(index);
      String at = "messages[" + index + "]";
      for (String key : (Iterable<String>) message::fieldNames) {
        if (!MESSAGE_KEYS.contains(key)) {
          throw wrong(
              "unknown_parameter", at + "." + key, "Unknown parameter: '" + at + "." + key + "'.");
        }
      }
      String role = message.path("role").asText();
      if (!ROLES.contains(role)) {
        throw wrong("invalid_value", at + ".role", "Invalid value: '" + role + "'.");
      }
      String content = content(at, message.path("content"));
      counted.append(content);
      if (role.equals("user")) {
        user.append(content);
      } else if (role.equals("system") || role.equals("developer")) {
        system.append(content);
      }
    }
  }

  private static String content(String at, JsonNode content) throws Refused {
    if (content.isTextual()) {
      return content.asText();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      if (part.path("type").asText().equals("image_url")
          && part.path("image_url").path("url").isTextual()) {
        continue;
      }
      if (!part.path("text").isTextual() || !part.path("type").asText().equals("text")) {
        throw wrong("invalid_value", at + ".content", "Invalid value for '" + at + ".content'.");
      }
      text.append(part.get("text").asText());
    }
    if (!content.isArray() || content.isEmpty()) {
      throw wrong(
          "invalid_type",
          at + ".content",
          "Invalid type for '" + at + ".content': expected one of a string or array of objects.");
    }
    return text.toString();
  }

  private static @Nullable JsonNode schema(JsonNode format, String text) throws Refused {
    switch (format.path("type").asText()) {
      case "", "text" -> {
        return null;
      }
      case "json_object" -> {
        if (!text.toLowerCase(Locale.ROOT).contains("json")) {
          throw wrong(
              null,
              "messages",
              "'messages' must contain the word 'json' in some form, to use 'response_format' of"
                  + " type 'json_object'.");
        }
        return JsonNodeFactory.instance.objectNode().put("type", "object");
      }
      case "json_schema" -> {
        JsonNode named = format.path("json_schema");
        if (!named.path("name").asText().matches("[a-zA-Z0-9_-]{1,64}")) {
          throw wrong(
              "missing_required_parameter",
              "response_format.json_schema.name",
              "Missing required parameter: 'response_format.json_schema.name'.");
        }
        JsonNode schema = named.path("schema");
        if (named.path("strict").asBoolean()) {
          Schemas.strict(schema);
        }
        return schema;
      }
      default -> throw wrong("invalid_value", "response_format.type", "Invalid value.");
    }
  }

  static Refused wrong(@Nullable String code, @Nullable String param, String message) {
    return new Refused(400, INVALID, code, param, message);
  }

  @Override
  public ObjectNode reply(Question question, Completion completion) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.put("id", "chatcmpl-" + completion.id()).put("object", "chat.completion");
    reply.put("created", 1_790_000_000L).put("model", completion.model());
    ObjectNode choice = reply.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    message.put("content", completion.text()).putNull("refusal").putArray("annotations");
    choice.putNull("logprobs");
    String usual = completion.cut() ? "length" : "stop";
    choice.put("finish_reason", completion.finish() == null ? usual : completion.finish());
    Used used = completion.used();
    switch (completion.form()) {
      case MISSING -> {}
      case MALFORMED ->
          reply.putObject("usage").put("prompt_tokens", "many").put("total_tokens", -1);
      case RIGHT -> {
        ObjectNode usage = reply.putObject("usage");
        usage.put("prompt_tokens", used.in()).put("completion_tokens", used.out());
        usage.put("total_tokens", used.in() + used.out());
        ObjectNode in = usage.putObject("prompt_tokens_details");
        in.put("cached_tokens", used.cacheRead()).put("audio_tokens", 0);
        if (used.cacheWrite() > 0) {
          in.put("cache_write_tokens", used.cacheWrite());
        }
        usage.putObject("completion_tokens_details").put("reasoning_tokens", used.reasoning());
      }
    }
    return reply.put("service_tier", "default").put("system_fingerprint", "fp_stub");
  }

  @Override
  public ObjectNode error(Refused refused) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error")
        .put("message", refused.getMessage())
        .put("type", refused.type)
        .put("param", refused.param)
        .put("code", refused.code);
    return body;
  }
}
