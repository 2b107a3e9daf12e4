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
 * Fields that a request to a model must not have, in any spelling that a vendor takes: what would
 * replace the batch's model or prompt, make several replies or a stream of one, or cost what no
 * hold covers.
 */
public final class ForbiddenFields {

  private static final String REPLACES = "model and prompt are those of the batch";
  private static final String SEVERAL = "each of several replies is paid for, and one is read";
  private static final String STREAMS = "a reply is read whole, with its usage";
  private static final String LIMITS = "the limit of a reply is max-tokens";
  private static final String UNBOUNDED = "what it costs has no bound, so no cap could hold";
  private static final String DEARER = "it costs more than the prices that caps are held with";

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

  /** Their fields are the request's too. */
  private static final Set<String> CONTAINERS = Set.of("generationconfig", "extrabody");

  /** What may be chosen without a higher price. */
  private static final Map<String, Set<String>> CHOICES =
      Map.of(
          "servicetier", Set.of("auto", "default", "flex", "standard", "standardonly"),
          "speed", Set.of("standard"),
          "inferencegeo", Set.of("global"));

  /** The names of the limit that are understood, and always sent as it was set aside. */
  private static final Set<String> LIMIT_NAMES =
      Set.of("max-tokens", "max_tokens", "max_completion_tokens");

  /** Of a whole request, whose own model, prompt and tools are what was asked for. */
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
   *     they can
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
   * @return why it can't be sent as it is, as a clause that names the field; null if it can
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

  /** What is there when nothing is said changes nothing when it is said. */
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

  /** A model that calls one costs no more than its tokens. */
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
