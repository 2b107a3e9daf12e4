package org.batchrunner.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.batchrunner.common.Json;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events, read leniently: a line of data that is JSON is an event, whether a blank line
 * follows it or not.
 *
 * @param events the JSON of each, in order
 * @param ended whether the stream says that it has ended
 * @param rest the text that is neither an event nor a comment
 */
record StreamedEvents(List<JsonNode> events, boolean ended, String rest) {

  /** Of one event; an event of more lines is none. */
  private static final int MOST_LINES = 1000;

  private static final String DATA = "data:";
  private static final String END = "[DONE]";

  static StreamedEvents of(byte[] body) {
    List<JsonNode> events = new ArrayList<>();
    StringBuilder rest = new StringBuilder();
    StringBuilder pending = new StringBuilder();
    int lines = 0;
    boolean ended = false;
    for (String line : new String(body, StandardCharsets.UTF_8).split("\r\n|\n|\r", -1)) {
      String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
      if (text.startsWith(DATA)) {
        String data = text.substring(DATA.length()).strip();
        if (data.equals(END)) {
          ended = true;
          continue;
        }
        pending.append(data).append('\n');
        JsonNode event = ++lines > MOST_LINES ? null : json(pending.toString());
        if (event != null) {
          events.add(event);
          pending.setLength(0);
          lines = 0;
        }
      } else if (text.isBlank()) {
        pending.setLength(0);
        lines = 0;
      } else if (!isField(text)) {
        rest.append(text).append('\n');
      }
    }
    return new StreamedEvents(List.copyOf(events), ended, rest.toString());
  }

  private static boolean isField(String line) {
    return line.startsWith(":")
        || line.startsWith("event:")
        || line.startsWith("id:")
        || line.startsWith("retry:");
  }

  private static @Nullable JsonNode json(String data) {
    try {
      JsonNode json = Json.MAPPER.readTree(data);
      return json != null && json.isObject() ? json : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Leaves out texts, so that answers stay out of logs. */
  @Override
  public String toString() {
    return "EventStream[" + events.size() + "]";
  }
}
