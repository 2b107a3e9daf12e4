package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Set;

/**
 * Reduces a JSON schema to what Gemini's kind of schema allows, since Gemini refuses unknown keys.
 */
final class GeminiSchema {

  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "format",
          "title",
          "description",
          "nullable",
          "enum",
          "maxItems",
          "minItems",
          "properties",
          "required",
          "minProperties",
          "maxProperties",
          "minLength",
          "maxLength",
          "pattern",
          "anyOf",
          "propertyOrdering",
          "items",
          "minimum",
          "maximum");

  private GeminiSchema() {}

  static JsonNode of(JsonNode schema) {
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode known = RequestJson.object();
    schema
        .properties()
        .forEach(
            field -> {
              if (KNOWN.contains(field.getKey())) {
                known.set(field.getKey(), value(field.getKey(), field.getValue()));
              }
            });
    if (schema.path("properties").isObject() && !known.has("propertyOrdering")) {
      ArrayNode order = known.putArray("propertyOrdering");
      schema.path("properties").fieldNames().forEachRemaining(order::add);
    }
    return known;
  }

  private static JsonNode value(String key, JsonNode value) {
    return switch (key) {
      case "type" ->
          value.isTextual() ? TextNode.valueOf(value.asText().toUpperCase(Locale.ROOT)) : value;
      case "items" -> of(value);
      case "properties" -> {
        ObjectNode fields = RequestJson.object();
        value.properties().forEach(field -> fields.set(field.getKey(), of(field.getValue())));
        yield fields;
      }
      case "anyOf" -> {
        ArrayNode choices = JsonNodeFactory.instance.arrayNode();
        value.forEach(choice -> choices.add(of(choice)));
        yield choices;
      }
      default -> value;
    };
  }
}
