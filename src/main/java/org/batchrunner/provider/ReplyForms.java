package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.batchrunner.common.Json;

/**
 * The forms that a reply comes in although they were not asked for: a stream of events, JSON behind
 * comments that keep a connection alive, the legacy form of completions.
 */
final class ReplyForms {

  private static final int START = 64;

  private ReplyForms() {}

  /**
   * Returns the reply as the JSON of its API.
   *
   * @throws UnreadableReplyException if it is none
   */
  static JsonNode reply(byte[] body) throws UnreadableReplyException {
    if (start(body).isEmpty() && isBlank(body)) {
      throw new UnreadableReplyException("the reply is empty", null, null);
    }
    JsonNode json = tree(body);
    if (json.isMissingNode() && start(body).startsWith("<")) {
      throw UnreadableReplyException.page();
    }
    if (json.isMissingNode()) {
      json = streamed(body);
    } else if (json.isArray()) {
      json = StreamJoin.join(json);
    }
    if (!json.isObject()) {
      throw new UnreadableReplyException("the reply is not a JSON object", null, null);
    }
    return chat(json);
  }

  private static JsonNode streamed(byte[] body) throws UnreadableReplyException {
    StreamedEvents stream = StreamedEvents.of(body);
    if (!stream.rest().isBlank()) {
      JsonNode behindComments = tree(stream.rest().getBytes(StandardCharsets.UTF_8));
      if (!behindComments.isMissingNode()) {
        return behindComments;
      }
    }
    if (stream.events().isEmpty()) {
      throw new UnreadableReplyException(notJson(stream.rest().strip()), null, null);
    }
    JsonNode last = stream.events().get(stream.events().size() - 1);
    if (stream.events().size() == 1 && !StreamJoin.isChunk(last)) {
      return last;
    }
    return StreamJoin.join(stream);
  }

  /** Returns the JSON of an error in any of these forms; missing if there is none. */
  static JsonNode json(byte[] body) {
    JsonNode json = tree(body);
    if (!json.isMissingNode() || body.length == 0) {
      return json;
    }
    StreamedEvents stream = StreamedEvents.of(body);
    JsonNode behindComments = tree(stream.rest().getBytes(StandardCharsets.UTF_8));
    return stream.events().isEmpty() ? behindComments : stream.events().get(0);
  }

  private static JsonNode tree(byte[] body) {
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      return json == null ? MissingNode.getInstance() : json;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** {@code choices[].text} of the legacy completions as the message that it is. */
  private static JsonNode chat(JsonNode reply) {
    JsonNode choice = reply.path("choices").path(0);
    if (choice instanceof ObjectNode object
        && !choice.path("message").isObject()
        && choice.path("text").isTextual()) {
      object
          .putObject("message")
          .put("role", "assistant")
          .put("content", choice.path("text").textValue());
    }
    return reply;
  }

  private static boolean isBlank(byte[] body) {
    return new String(body, StandardCharsets.UTF_8).isBlank();
  }

  private static String start(byte[] body) {
    return new String(body, 0, Math.min(body.length, START), StandardCharsets.UTF_8).strip();
  }

  private static String notJson(String text) {
    return text.startsWith("{")
        ? "the reply is not whole: its JSON breaks off or is broken"
        : "the reply is not JSON";
  }
}
