package org.batchrunner.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.batchrunner.common.Json;

/** Creates and writes the JSON of requests. */
public final class RequestJson {

  private RequestJson() {}

  /**
   * As UTF-8. By way of a string: Jackson's own bytes have each character beyond the basic plane
   * escaped, three times as long as the token bounds assume.
   */
  static byte[] bytes(JsonNode node) {
    try {
      return Json.MAPPER.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the request can't be written as JSON", e);
    }
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** With the keys of each object in order: a map's own order may differ from run to run. */
  static JsonNode sorted(Map<String, Object> fields) {
    return sorted(Json.MAPPER.<JsonNode>valueToTree(fields));
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      Map<String, JsonNode> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      ObjectNode object = object();
      fields.forEach(object::set);
      return object;
    }
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> array.add(sorted(item)));
      return array;
    }
    return node;
  }

  /** Puts fields in, objects into objects. */
  static void merge(ObjectNode into, JsonNode fields) {
    fields
        .properties()
        .forEach(
            field -> {
              JsonNode old = into.get(field.getKey());
              if (old instanceof ObjectNode object && field.getValue().isObject()) {
                merge(object, field.getValue());
              } else {
                into.set(field.getKey(), field.getValue());
              }
            });
  }
}
