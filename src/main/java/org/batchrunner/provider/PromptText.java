package org.batchrunner.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.batchrunner.common.Json;
import org.batchrunner.task.Prompt;

/** Text helpers for the requests of all APIs. */
public final class PromptText {

  private PromptText() {}

  /** Returns the shared part and the user text as one text. */
  public static String user(Prompt prompt) {
    return prompt.shared() == null ? prompt.user() : shared(prompt.shared()) + prompt.user();
  }

  /** Ends in a line break, so that what follows is a paragraph of its own. */
  static String shared(String text) {
    return text.endsWith("\n") ? text : text + "\n\n";
  }

  static String schemaName(Prompt prompt) {
    return prompt.schemaName() == null ? "reply" : prompt.schemaName();
  }

  static ObjectNode body(String body) {
    try {
      if (Json.MAPPER.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the body of the request is not JSON", e);
    }
    throw new IllegalArgumentException("the body of the request is not a JSON object");
  }
}
