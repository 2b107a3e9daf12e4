package org.batchrunner.provider.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import org.batchrunner.provider.RequestJson;

/**
 * Makes JSON that fits a schema. Each text is the answer, and each number is above 0 and at most 1.
 * An array whose items have an enum field gets an item for each of its values; an array of plain
 * enum values stays empty, since those are mostly flags.
 */
record MockJson(String said, int mark) {

  private static final int STEPS = 10;

  JsonNode of(JsonNode schema) {
    if (schema.has("const")) {
      return schema.path("const");
    }
    if (schema.path("enum").has(0)) {
      return schema.path("enum").path(0);
    }
    for (String choice : new String[] {"anyOf", "oneOf"}) {
      if (schema.path(choice).has(0)) {
        return of(schema.path(choice).path(0));
      }
    }
    return switch (type(schema)) {
      case "object" -> object(schema);
      case "array" -> array(schema);
      case "number" -> number();
      case "integer" -> IntNode.valueOf(1);
      case "boolean" -> BooleanNode.FALSE;
      case "null" -> NullNode.getInstance();
      default -> TextNode.valueOf(said);
    };
  }

  private static String type(JsonNode schema) {
    JsonNode type =
        schema.path("type").isArray() ? schema.path("type").path(0) : schema.path("type");
    return schema.path("properties").isObject() ? "object" : type.asText("string");
  }

  private ObjectNode object(JsonNode schema) {
    ObjectNode object = RequestJson.object();
    schema
        .path("properties")
        .properties()
        .forEach(field -> object.set(field.getKey(), of(field.getValue())));
    return object;
  }

  private ArrayNode array(JsonNode schema) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    JsonNode items = schema.path("items");
    String label = label(items);
    if (!label.isEmpty()) {
      int place = 0;
      for (JsonNode name : items.path("properties").path(label).path("enum")) {
        MockJson other = new MockJson(said, mark + place++);
        array.add(other.object(items).set(label, name));
      }
    } else if (!items.has("enum")) {
      int least = Math.max(0, schema.path("minItems").asInt(0));
      for (int item = 0; item < Math.min(least, 100); item++) {
        array.add(of(items));
      }
    }
    return array;
  }

  /** Returns the enum field of the items; empty if there is none. */
  private static String label(JsonNode items) {
    return items.path("properties").properties().stream()
        .filter(field -> field.getValue().path("enum").has(0))
        .map(java.util.Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  private DecimalNode number() {
    return DecimalNode.valueOf(BigDecimal.valueOf(1 + Math.floorMod(mark, STEPS), 1));
  }
}
