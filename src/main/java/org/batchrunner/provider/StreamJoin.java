package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Joins the events of a stream into one reply. */
abstract class StreamJoin {

  private boolean begun;

  /** Recognizes the API of the events by their form. */
  private static Optional<StreamJoin> of(JsonNode event) {
    if (event.has("choices")) {
      return Optional.of(new OpenAiStream());
    }
    if (event.has("candidates") || event.has("promptFeedback")) {
      return Optional.of(new GeminiStream());
    }
    return event.path("type").asText("").equals("message_start")
        ? Optional.of(new AnthropicStream())
        : Optional.empty();
  }

  /** Returns whether an event is a part of a reply, and not a whole one. */
  static boolean isChunk(JsonNode event) {
    return event.path("choices").path(0).has("delta")
        || (event.has("candidates") && !event.path("candidates").path(0).has("finishReason"))
        || event.path("type").asText("").equals("message_start");
  }

  /**
   * @throws UnreadableReplyException if the stream is not whole, or is of none of the three APIs
   */
  static JsonNode join(StreamedEvents stream) throws UnreadableReplyException {
    StreamJoin join = null;
    for (JsonNode event : stream.events()) {
      if (join == null) {
        join = of(event).orElse(null);
      }
      if (isError(event)) {
        return failed(join, event);
      }
      if (join != null) {
        join.begun |= join.add(event);
      }
    }
    if (join == null) {
      throw new UnreadableReplyException(
          "the reply is a stream of events that are no parts of one", null, null);
    }
    if (!join.isWhole() && !stream.ended()) {
      throw new UnreadableReplyException(
          "the reply is a stream of events that breaks off", null, null);
    }
    return join.reply();
  }

  /**
   * Handles an error in the stream: parts before it may have been billed; if there are none, the
   * error is the reply.
   */
  private static JsonNode failed(@Nullable StreamJoin join, JsonNode event)
      throws UnreadableReplyException {
    if (join == null || !join.begun) {
      return event;
    }
    throw new UnreadableReplyException(
        "the reply is a stream of events that ends in an error: " + ErrorBody.of(event).message(),
        null,
        null);
  }

  private static boolean isError(JsonNode event) {
    JsonNode error = event.path("error");
    return error.isObject() || error.isTextual();
  }

  /**
   * The one reply of an array: Gemini sends the parts of a stream so; others put it around a reply.
   *
   * @throws UnreadableReplyException if the last part is missing
   */
  static JsonNode join(JsonNode array) throws UnreadableReplyException {
    StreamJoin join = of(array.path(0)).orElse(null);
    if (!(join instanceof GeminiStream)) {
      return array.path(0);
    }
    array.forEach(join::add);
    if (!join.isWhole()) {
      throw new UnreadableReplyException(
          "the reply is an array of parts that breaks off", null, null);
    }
    return join.reply();
  }

  /** Returns whether the event brought a part of the answer. */
  abstract boolean add(JsonNode event);

  /** Returns whether the last part has come. */
  abstract boolean isWhole();

  abstract JsonNode reply();

  /** Copies all fields but some. */
  static void copy(JsonNode from, ObjectNode to, List<String> but) {
    from.properties()
        .forEach(
            field -> {
              if (!field.getValue().isNull() && !but.contains(field.getKey())) {
                to.set(field.getKey(), field.getValue());
              }
            });
  }

  /** Appends a text to a field. */
  static void append(ObjectNode to, String field, String text) {
    to.put(field, to.path(field).asText("") + text);
  }
}
