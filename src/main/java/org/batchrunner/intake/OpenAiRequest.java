package org.batchrunner.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.batchrunner.task.options.ForbiddenFields;

/** A line of the OpenAI batch format: a whole request, with an id. */
record OpenAiRequest(String file, Lines.Line line, ObjectNode object) {

  private static final String BODY = "body";
  private static final String ID = "custom_id";
  private static final String CHAT = "/chat/completions";

  static boolean isOne(ObjectNode object) {
    return object.path(BODY).isObject() && (object.has(ID) || object.has("url"));
  }

  Row row() {
    String url = object.path("url").asText(CHAT);
    if (!url.endsWith(CHAT)) {
      throw new InvalidTaskFileException(
          file, line.number(), "only requests to /v1/chat/completions can be run");
    }
    String wrong = ForbiddenFields.wrongInBody(object.path(BODY));
    if (wrong != null) {
      throw new InvalidTaskFileException(
          file, line.number(), "in the body of the request, " + wrong);
    }
    Map<String, String> columns = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals(BODY)) {
                columns.put(field.getKey(), JsonLine.cell(field.getValue()));
              }
            });
    String text = text(object.path(BODY).path("messages"));
    columns.put(TaskColumn.TASK, text);
    return new Row(
        line.number(),
        JsonLine.cell(object.path(ID)).strip(),
        text,
        Collections.unmodifiableMap(columns),
        JsonLine.raw(line, BODY));
  }

  /**
   * Returns the text of the last user message, or of the last message of any role if no user
   * message has a text.
   */
  private String text(JsonNode messages) {
    String last = "";
    String lastOfUser = "";
    for (JsonNode message : messages) {
      String text = content(message.path("content"));
      if (!PlainText.isBlank(text)) {
        last = text;
        lastOfUser = message.path("role").asText().equals("user") ? text : lastOfUser;
      }
    }
    if (last.isEmpty()) {
      throw new InvalidTaskFileException(
          file, line.number(), "the body of the request has no `messages` with a text");
    }
    return lastOfUser.isEmpty() ? last : lastOfUser;
  }

  private static String content(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      if (part.path("text").isTextual()) {
        text.append(text.isEmpty() ? "" : "\n").append(part.path("text").textValue());
      }
    }
    return text.toString();
  }
}
