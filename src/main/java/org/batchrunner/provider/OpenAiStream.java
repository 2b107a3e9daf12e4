package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The chunks of a chat completion. */
final class OpenAiStream extends StreamJoin {

  private static final List<String> OUTER = List.of("choices", "object");
  private static final List<String> CHOICE =
      List.of("delta", "message", "text", "index", "usage", "logprobs");
  private static final List<String> DELTA = List.of("tool_calls", "function_call", "role");

  private final ObjectNode reply = RequestJson.object();
  private final ObjectNode choice = RequestJson.object().put("index", 0);
  private final Map<String, StringBuilder> texts = new HashMap<>();
  private final Map<Integer, ObjectNode> toolCalls = new TreeMap<>();
  private final ObjectNode message = RequestJson.object().put("role", "assistant");

  @Override
  boolean add(JsonNode event) {
    copy(event, reply, OUTER);
    // Groq counts here, and Moonshot in the choice.
    JsonNode elsewhere = event.path("x_groq").path("usage");
    if (elsewhere.isObject()) {
      reply.set("usage", elsewhere);
    }
    boolean said = false;
    for (JsonNode part : event.path("choices")) {
      if (part.path("index").asInt(0) == 0) {
        said |= addChoice(part);
      }
    }
    return said;
  }

  private boolean addChoice(JsonNode part) {
    copy(part, choice, CHOICE);
    if (part.path("usage").isObject()) {
      reply.set("usage", part.path("usage"));
    }
    JsonNode delta = part.path("delta").isObject() ? part.path("delta") : part.path("message");
    boolean said = addText("content", part.path("text"));
    for (var field : delta.properties()) {
      if (DELTA.contains(field.getKey())) {
        continue;
      }
      if (field.getValue().isTextual()) {
        said |= addText(field.getKey(), field.getValue());
      } else if (field.getKey().equals("content")) {
        for (JsonNode piece : field.getValue()) {
          said |= addText("content", piece.path("text"));
        }
      } else if (!field.getValue().isNull()) {
        message.set(field.getKey(), field.getValue());
      }
    }
    for (JsonNode call : delta.path("tool_calls")) {
      addCall(call);
      said = true;
    }
    if (delta.path("function_call").isObject()) {
      addFunction(message.withObjectProperty("function_call"), delta.path("function_call"));
      said = true;
    }
    return said;
  }

  private boolean addText(String field, JsonNode text) {
    if (!text.isTextual()) {
      return false;
    }
    texts.computeIfAbsent(field, name -> new StringBuilder()).append(text.textValue());
    return !text.textValue().isEmpty();
  }

  private void addCall(JsonNode part) {
    int index = part.path("index").asInt(toolCalls.size());
    ObjectNode call = toolCalls.computeIfAbsent(index, number -> RequestJson.object());
    copy(part, call, List.of("index", "function"));
    addFunction(call.withObjectProperty("function"), part.path("function"));
  }

  private static void addFunction(ObjectNode function, JsonNode part) {
    copy(part, function, List.of("arguments"));
    append(function, "arguments", part.path("arguments").asText(""));
  }

  @Override
  boolean isWhole() {
    return choice.path("finish_reason").isTextual();
  }

  @Override
  JsonNode reply() {
    texts.forEach((field, text) -> message.put(field, text.toString()));
    if (!toolCalls.isEmpty()) {
      ArrayNode calls = message.putArray("tool_calls");
      toolCalls.values().forEach(calls::add);
    }
    choice.set("message", message);
    reply.put("object", "chat.completion").putArray("choices").add(choice);
    return reply;
  }
}
