package org.batchrunner.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gemini's generateContent. */
final class Gemini implements Dialect {

  private static final String METRICS = "generativelanguage.googleapis.com/generate_requests";
  private static final String BEFORE = "/v1beta/models/";
  private static final String AFTER = ":generateContent";
  private static final Set<String> KEYS =
      Set.of(
          ("contents tools toolConfig safetySettings systemInstruction generationConfig"
                  + " cachedContent labels store serviceTier")
              .split(" "));
  private static final Set<String> CONFIG_KEYS =
      Set.of(
          ("candidateCount stopSequences maxOutputTokens temperature topP topK responseMimeType"
                  + " responseSchema responseJsonSchema presencePenalty frequencyPenalty seed"
                  + " responseLogprobs logprobs enableEnhancedCivicAnswers thinkingConfig"
                  + " mediaResolution responseModalities speechConfig imageConfig")
              .split(" "));

  @Override
  public boolean serves(String path) {
    return path.startsWith(BEFORE) && path.endsWith(AFTER);
  }

  @Override
  public @Nullable String key(Function<String, @Nullable String> header) {
    return header.apply("x-goog-api-key");
  }

  @Override
  public Refused wrongKey(@Nullable String key) {
    return key == null
        ? new Refused(
            403,
            "PERMISSION_DENIED",
            null,
            null,
            "Method doesn't allow unregistered callers (callers without established identity).")
        : new Refused(
            400,
            "INVALID_ARGUMENT",
            "API_KEY_INVALID",
            null,
            "API key not valid. Please pass a valid API key.");
  }

  @Override
  public Question read(String path, Function<String, @Nullable String> header, JsonNode body)
      throws Refused {
    if (!body.isObject()) {
      throw wrong("Invalid JSON payload received.");
    }
    known("", body, KEYS);
    JsonNode config = body.path("generationConfig");
    known(" at 'generation_config'", config, CONFIG_KEYS);
    StringBuilder counted = new StringBuilder();
    StringBuilder user = new StringBuilder();
    JsonNode contents = body.path("contents");
    if (!contents.isArray() || contents.isEmpty()) {
      throw wrong("* GenerateContentRequest.contents: contents is not specified");
    }
    for (JsonNode content : contents) {
      known(" at 'contents'", content, Set.of("role", "parts"));
      String role = content.path("role").asText("user");
      if (!role.equals("user") && !role.equals("model")) {
        throw wrong("Please use a valid role: user, model.");
      }
      String text = text(content);
      counted.append(text);
      if (role.equals("user")) {
        user.append(text);
      }
    }
    String system = null;
    if (body.has("systemInstruction")) {
      system = text(body.get("systemInstruction"));
      counted.append(system);
    }
    JsonNode schema = schema(config);
    if (schema != null) {
      counted.append(schema);
    }
    return new Question(
        path.substring(BEFORE.length(), path.length() - AFTER.length()),
        counted.toString(),
        contents.size(),
        user.toString(),
        system,
        limit(config),
        schema,
        null);
  }

  private static int limit(JsonNode config) throws Refused {
    JsonNode limit = config.path("maxOutputTokens");
    if (!limit.isMissingNode() && (!limit.canConvertToInt() || limit.asInt() < 1)) {
      throw wrong("max_output_tokens must be positive.");
    }
    double temperature = config.path("temperature").asDouble(1);
    if (temperature < 0 || temperature > 2) {
      throw wrong("temperature must be in the range [0.0, 2.0].");
    }
    return limit.asInt();
  }

  private static @Nullable JsonNode schema(JsonNode config) throws Refused {
    JsonNode schema = config.path("responseSchema");
    JsonNode jsonSchema = config.path("responseJsonSchema");
    boolean json = config.path("responseMimeType").asText().equals("application/json");
    if (!json && !(schema.isMissingNode() && jsonSchema.isMissingNode())) {
      throw wrong("response_mime_type must be application/json to use response_schema.");
    }
    if (schema.isObject()) {
      Schemas.gemini(schema);
      return schema;
    }
    if (jsonSchema.isObject()) {
      return jsonSchema;
    }
    return json ? JsonNodeFactory.instance.objectNode().put("type", "object") : null;
  }

  private static String text(JsonNode content) throws Refused {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content.path("parts")) {
      known(" at 'contents.parts'", part, Set.of("text", "thought", "thoughtSignature"));
      text.append(part.path("text").asText());
    }
    if (text.isEmpty()) {
      throw wrong("Unable to submit request because it must have a text parameter.");
    }
    return text.toString();
  }

  private static void known(String at, JsonNode object, Set<String> keys) throws Refused {
    for (String key : (Iterable<String>) object::fieldNames) {
      if (!keys.contains(key)) {
        throw wrong(
            "Invalid JSON payload received. Unknown name \""
                + key
                + "\""
                + at
                + ": Cannot find field.");
      }
    }
  }

  static Refused wrong(String message) {
    return new Refused(400, "INVALID_ARGUMENT", null, null, message);
  }

  @Override
  public ObjectNode reply(Question question, Completion completion) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    ObjectNode candidate = reply.putArray("candidates").addObject();
    ObjectNode content = candidate.putObject("content");
    content.putArray("parts").addObject().put("text", completion.text());
    content.put("role", "model");
    String usual = completion.cut() ? "MAX_TOKENS" : "STOP";
    candidate.put("finishReason", completion.finish() == null ? usual : completion.finish());
    candidate.put("index", 0);
    Used used = completion.used();
    switch (completion.form()) {
      case MISSING -> {}
      case MALFORMED ->
          reply
              .putObject("usageMetadata")
              .put("promptTokenCount", "many")
              .put("totalTokenCount", -1);
      case RIGHT -> {
        ObjectNode usage = reply.putObject("usageMetadata");
        usage.put("promptTokenCount", used.in());
        usage.put("candidatesTokenCount", used.out() - used.reasoning());
        usage.put("totalTokenCount", used.in() + used.out());
        if (used.cacheRead() > 0) {
          usage.put("cachedContentTokenCount", used.cacheRead());
        }
        if (used.reasoning() > 0) {
          usage.put("thoughtsTokenCount", used.reasoning());
        }
      }
    }
    return reply.put("modelVersion", completion.model()).put("responseId", completion.id());
  }

  /** The code of a refusal for quota is its quotaId; its param, the time to wait. */
  @Override
  public ObjectNode error(Refused refused) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode error = body.putObject("error").put("code", refused.status);
    error.put("message", refused.getMessage()).put("status", refused.type);
    ArrayNode details = JsonNodeFactory.instance.arrayNode();
    if (refused.status == 429 && refused.code != null) {
      ObjectNode quota =
          details.addObject().put("@type", "type.googleapis.com/google.rpc.QuotaFailure");
      ObjectNode violation = quota.putArray("violations").addObject();
      violation.put("quotaMetric", METRICS).put("quotaId", refused.code);
    } else if (refused.code != null) {
      ObjectNode info =
          details.addObject().put("@type", "type.googleapis.com/google.rpc.ErrorInfo");
      info.put("reason", refused.code).put("domain", "googleapis.com");
    }
    if (refused.param != null) {
      ObjectNode retry =
          details.addObject().put("@type", "type.googleapis.com/google.rpc.RetryInfo");
      retry.put("retryDelay", refused.param);
    }
    if (!details.isEmpty()) {
      error.set("details", details);
    }
    return body;
  }
}
