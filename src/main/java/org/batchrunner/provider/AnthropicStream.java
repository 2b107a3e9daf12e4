package org.batchrunner.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.batchrunner.common.Json;

/** The events of a message. */
final class AnthropicStream extends StreamJoin {

  private final ObjectNode message = RequestJson.object().put("type", "message");
  private final Map<Integer, ObjectNode> blocks = new TreeMap<>();
  private final Map<String, StringBuilder> texts = new HashMap<>();
  private boolean stopped;

  @Override
  boolean add(JsonNode event) {
    int index = event.path("index").asInt(0);
    switch (event.path("type").asText("")) {
      case "message_start" -> copy(event.path("message"), message, List.of("content"));
      case "content_block_start" -> {
        ObjectNode block = RequestJson.object();
        copy(event.path("content_block"), block, List.of());
        blocks.put(index, block);
        return true;
      }
      case "content_block_delta" -> {
        return add(index, event.path("delta"));
      }
      case "message_delta" -> {
        copy(event.path("delta"), message, List.of());
        copy(event.path("usage"), message.withObjectProperty("usage"), List.of());
      }
      case "message_stop" -> stopped = true;
      default -> {}
    }
    return false;
  }

  private boolean add(int index, JsonNode delta) {
    blocks.computeIfAbsent(index, number -> RequestJson.object().put("type", "text"));
    for (String field : List.of("text", "thinking", "signature", "partial_json")) {
      if (delta.path(field).isTextual()) {
        texts
            .computeIfAbsent(index + " " + field, key -> new StringBuilder())
            .append(delta.path(field).textValue());
        return true;
      }
    }
    return false;
  }

  @Override
  boolean isWhole() {
    return stopped || message.path("stop_reason").isTextual();
  }

  @Override
  JsonNode reply() {
    texts.forEach(
        (key, text) -> {
          int space = key.indexOf(' ');
          ObjectNode block = blocks.get(Integer.parseInt(key.substring(0, space)));
          String field = key.substring(space + 1);
          if (block != null && field.equals("partial_json")) {
            block.set("input", input(text.toString()));
          } else if (block != null) {
            append(block, field, text.toString());
          }
        });
    ArrayNode content = message.putArray("content");
    blocks.values().forEach(content::add);
    return message;
  }

  /** JSON that breaks off, since the limit of tokens was reached, stays as the text that it is. */
  private static JsonNode input(String json) {
    try {
      JsonNode input = Json.MAPPER.readTree(json);
      return input == null || input.isMissingNode() ? RequestJson.object() : input;
    } catch (JsonProcessingException e) {
      return Json.MAPPER.getNodeFactory().textNode(json);
    }
  }
}
