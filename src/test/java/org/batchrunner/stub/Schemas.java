package org.batchrunner.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;

/** What the vendors demand of schemas. */
final class Schemas {

  private static final Set<String> GEMINI_KEYS =
      Set.of(
          ("type format title description nullable enum maxItems minItems properties required"
                  + " minProperties maxProperties minLength maxLength pattern example anyOf"
                  + " propertyOrdering default items minimum maximum")
              .split(" "));

  private Schemas() {}

  /** OpenAI's strict mode: every object closed, every property required. */
  static void strict(JsonNode schema) throws Refused {
    if (type(schema).equals("object")) {
      if (!schema.path("additionalProperties").isBoolean()
          || schema.path("additionalProperties").asBoolean()) {
        throw invalid("'additionalProperties' is required to be supplied and to be false.");
      }
      for (String name : (Iterable<String>) schema.path("properties")::fieldNames) {
        if (!contains(schema.path("required"), name)) {
          throw invalid("'required' must include every key in properties. Missing '" + name + "'.");
        }
      }
      for (JsonNode property : schema.path("properties")) {
        strict(property);
      }
    } else if (type(schema).equals("array")) {
      strict(schema.path("items"));
    } else if (type(schema).isEmpty() && !schema.has("enum") && !schema.has("anyOf")) {
      throw invalid("schema must have a 'type' key.");
    }
  }

  private static Refused invalid(String why) {
    return OpenAi.wrong(
        "invalid_json_schema",
        "response_format",
        "Invalid schema for response_format: In context=(), " + why);
  }

  /** Gemini's own subset of OpenAPI's schemas. */
  static void gemini(JsonNode schema) throws Refused {
    for (String key : (Iterable<String>) schema::fieldNames) {
      if (!GEMINI_KEYS.contains(key)) {
        throw Gemini.wrong(
            "Invalid JSON payload received. Unknown name \""
                + key
                + "\" at 'generation_config.response_schema': Cannot find field.");
      }
    }
    for (JsonNode property : schema.path("properties")) {
      gemini(property);
    }
    if (schema.has("items")) {
      gemini(schema.get("items"));
    }
  }

  static String type(JsonNode schema) {
    return schema.path("type").asText().toLowerCase(Locale.ROOT);
  }

  private static boolean contains(JsonNode names, String name) {
    for (JsonNode each : names) {
      if (each.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
