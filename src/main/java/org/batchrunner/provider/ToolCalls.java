package org.batchrunner.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.batchrunner.common.Json;

/** Reads an answer that was given as arguments of function calls. */
final class ToolCalls {

  private ToolCalls() {}

  /** The arguments of one call as they are; of several, an array of names and arguments. */
  static String text(List<JsonNode> calls) {
    if (calls.size() == 1) {
      String one = arguments(calls.get(0));
      return one.isBlank() ? "{}" : one;
    }
    ArrayNode all = RequestJson.array();
    for (JsonNode call : calls) {
      ObjectNode each = all.addObject();
      each.put("name", name(call));
      each.set("arguments", parsed(arguments(call)));
    }
    return all.toString();
  }

  private static String name(JsonNode call) {
    for (String holder : List.of("function", "custom")) {
      if (call.path(holder).path("name").isTextual()) {
        return call.path(holder).path("name").textValue();
      }
    }
    return call.path("name").asText("");
  }

  private static String arguments(JsonNode call) {
    for (JsonNode given :
        List.of(
            call.path("function").path("arguments"),
            call.path("custom").path("input"),
            call.path("arguments"),
            call.path("input"),
            call.path("args"))) {
      if (given.isTextual()) {
        return given.textValue();
      }
      if (!given.isMissingNode() && !given.isNull()) {
        return given.toString();
      }
    }
    return "";
  }

  private static JsonNode parsed(String arguments) {
    try {
      JsonNode json = Json.MAPPER.readTree(arguments);
      return json == null || json.isMissingNode() ? RequestJson.object() : json;
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(arguments);
    }
  }
}
