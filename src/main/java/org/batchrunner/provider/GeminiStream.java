package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The parts of a generateContent reply. */
final class GeminiStream extends StreamJoin {

  private final ObjectNode reply = RequestJson.object();
  private final ObjectNode candidate = RequestJson.object();
  private final ObjectNode content = RequestJson.object().put("role", "model");
  private final ArrayNode parts = content.putArray("parts");
  private boolean answered;

  @Override
  boolean add(JsonNode event) {
    copy(event, reply, List.of("candidates"));
    int before = parts.size();
    JsonNode part = event.path("candidates").path(0);
    if (part.isObject()) {
      answered = true;
      copy(part, candidate, List.of("content"));
      part.path("content").path("parts").forEach(parts::add);
    }
    return parts.size() > before;
  }

  @Override
  boolean isWhole() {
    return candidate.path("finishReason").isTextual()
        || reply.path("promptFeedback").has("blockReason");
  }

  @Override
  JsonNode reply() {
    if (answered) {
      candidate.set("content", content);
      reply.putArray("candidates").add(candidate);
    }
    return reply;
  }
}
