package org.batchrunner.task.options;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.batchrunner.common.Json;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields that a request to a model must not have, in any spelling that a vendor accepts:
 * those that would replace the model or prompt of the batch, ask for several replies or a stream,
 * or cost more than was reserved.
 */
public final class ForbiddenFields {

  private static final String REPLACES = "the batch sets the model and the prompt";
  private static final String SEVERAL =
      "every one of several replies is paid for, but only one is read";
  private static final String STREAMS = "replies are read as a whole, with their usage";
  private static final String LIMITS = "the length of a reply is limited by max-tokens";
  private static final String UNBOUNDED = "its cost has no upper bound, so no cap could hold";
  private static final String DEARER = "it costs more than the prices that caps are checked with";

  private static final int MOST_TOKENS = 1_000_000;

  private static final Map<String, String> REFUSED = new LinkedHashMap<>();

  static {
    refuse(
        REPLACES,
        "model models messages contents prompt input system systeminstruction instructions"
            + " previousresponseid fallbacks route");
    refuse(SEVERAL, "n bestof candidatecount numreturnsequences usebeamsearch beamwidth");
    refuse(STREAMS, "stream streamoptions background");
    refuse(
        UNBOUNDED,
        "tools toolchoice toolconfig functions functioncall paralleltoolcalls websearchoptions"
            + " searchparameters searchoptions enablesearch plugins mcpservers container"
            + " contextmanagement cachedcontent prediction audio modalities responsemodalities"
            + " speechconfig imageconfig");
  }

  /** Objects whose fields count as fields of the request. */
  private static final Set<String> CONTAINERS = Set.of("generationconfig", "extrabody");

  /** The values that do not raise the price, by field. */
  private static final Map<String, Set<String>> CHOICES =
      Map.of(
          "servicetier", Set.of("auto", "default", "flex", "standard", "standardonly"),
          "speed", Set.of("standard"),
          "inferencegeo", Set.of("global"));

  /** The accepted names of the token limit, which is always sent as it was reserved. */
  private static final Set<String> LIMIT_NAMES =
      Set.of("max-tokens", "max_tokens", "max_completion_tokens");

  /**
   * Fields that are allowed in a complete request, which brings its own model, prompt and tools.
   */
  private static final Set<String> OF_BODIES =
      Set.of("model", "messages", "toolchoice", "functions", "functioncall", "paralleltoolcalls");

  private static final Set<String> PARTS = Set.of("text", "image_url", "refusal");

  private ForbiddenFields() {}

  private static void refuse(String why, String names) {
    for (String name : names.split(" ")) {
      REFUSED.put(name, why);
    }
  }

  /**
   * @return why these fields can't be added to a request, as a clause that names the field; null if
   *     they can be added
   */
  static @Nullable String wrong(Map<String, Object> fields) {
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      String wrong = wrong(field.getKey(), field.getValue());
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  private static @Nullable String wrong(String field, @Nullable Object value) {
    String name = plain(field);
    if (CONTAINERS.contains(name) && value instanceof Map<?, ?> inner) {
      Map<String, Object> fields = new LinkedHashMap<>();
      inner.forEach((key, each) -> fields.put(String.valueOf(key), each));
      return wrong(fields);
    }
    if (LIMIT_NAMES.contains(field)) {
      return isLimit(String.valueOf(value)) ? null : limit(field);
    }
    String why = REFUSED.get(name);
    if (name.startsWith("max") && name.contains("token")) {
      why = LIMITS;
    }
    Set<String> choices = CHOICES.get(name);
    if (choices != null && !choices.contains(plain(String.valueOf(value)))) {
      why = DEARER;
    }
    return why == null ? null : "'%s' can't be set: %s".formatted(field, why);
  }

  /**
   * @param body a whole request in OpenAI's format
   * @return why it can't be sent unchanged, as a clause that names the field; null if it can
   */
  public static @Nullable String wrongInBody(JsonNode body) {
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      String wrong = field.getValue().isNull() ? null : wrongInBody(field);
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  private static @Nullable String wrongInBody(Map.Entry<String, JsonNode> field) {
    JsonNode value = field.getValue();
    String name = plain(field.getKey());
    if (name.equals("messages")) {
      return wrongInMessages(value);
    }
    if (isDefault(name, value)) {
      return null;
    }
    boolean functions = name.equals("tools") && areFunctions(value);
    return functions || OF_BODIES.contains(name)
        ? null
        : wrong(field.getKey(), Json.MAPPER.convertValue(value, Object.class));
  }

  /** Returns whether the field has its default value, which changes nothing. */
  private static boolean isDefault(String name, JsonNode value) {
    return switch (name) {
      case "n", "bestof", "candidatecount", "numreturnsequences", "beamwidth" ->
          value.isNumber() && value.decimalValue().compareTo(BigDecimal.ONE) == 0;
      case "stream", "background", "usebeamsearch", "enablesearch" ->
          value.isBoolean() && !value.booleanValue();
      case "streamoptions" -> value.isObject() && isNothing(value);
      case "modalities", "responsemodalities" ->
          value.isArray() && value.size() == 1 && value.get(0).asText().equalsIgnoreCase("text");
      case "tools", "functions", "models", "fallbacks", "plugins", "mcpservers" ->
          value.isArray() && value.isEmpty();
      default -> false;
    };
  }

  private static boolean isNothing(JsonNode object) {
    for (JsonNode value : object) {
      if (!value.isNull() && !(value.isBoolean() && !value.booleanValue())) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether all tools are functions, whose calls cost no more than their tokens. */
  private static boolean areFunctions(JsonNode tools) {
    boolean all = tools.isArray();
    for (JsonNode tool : tools) {
      all &= tool.path("type").asText().equals("function");
    }
    return all;
  }

  private static @Nullable String wrongInMessages(JsonNode messages) {
    for (JsonNode message : messages) {
      for (JsonNode part : message.path("content")) {
        String type = part.path("type").asText("text");
        if (!PARTS.contains(type)) {
          return "a part of the type '%s' can't be sent: %s".formatted(type, UNBOUNDED);
        }
      }
    }
    return null;
  }

  private static String limit(String field) {
    return "'%s' takes %s".formatted(field, Option.MAX_TOKENS.allowed());
  }

  private static boolean isLimit(String value) {
    return value.matches("\\d{1,7}")
        && Integer.parseInt(value) >= 1
        && Integer.parseInt(value) <= MOST_TOKENS;
  }

  private static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }
}
