package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.batchrunner.task.Json;

/**
 * An error as a vendor, a compatible server or something in between words it.
 *
 * @param message shortened, on one line, without keys; empty if there is none
 * @param sentences the message in lower case and as long as it is, to look for words in it
 * @param codes all words of the error but its message: its type, code, status, and those of its
 *     details
 */
record ErrorBody(String message, String sentences, Set<String> codes, JsonNode details) {

  private static final int MOST_NESTED = 8;
  private static final int LOOKED_AT = 20_000;

  private static ErrorBody of(String message, Set<String> codes, JsonNode details) {
    String looked = message.length() > LOOKED_AT ? message.substring(0, LOOKED_AT) : message;
    return new ErrorBody(Masked.line(message), looked.toLowerCase(Locale.ROOT), codes, details);
  }

  static ErrorBody of(byte[] body) {
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      if (json != null && json.isContainerNode()) {
        return of(json);
      }
    } catch (IOException e) {
      return plain(body);
    }
    return plain(body);
  }

  static ErrorBody of(JsonNode json) {
    JsonNode first = json.isArray() ? json.path(0) : json;
    JsonNode error = first.path("error");
    if (error.isTextual()) {
      return of(error.textValue(), codes(first), MissingNode.getInstance());
    }
    JsonNode node = error.isObject() ? error : first;
    String message = "";
    for (String name : new String[] {"message", "detail", "msg", "error_description"}) {
      JsonNode value = node.path(name);
      if (message.isEmpty() && !value.isMissingNode() && !value.isNull()) {
        message = value.isTextual() ? value.textValue() : value.toString();
      }
    }
    return of(message, codes(node), node.path("details"));
  }

  private static ErrorBody plain(byte[] body) {
    String text = new String(body, 0, Math.min(body.length, 2000), StandardCharsets.UTF_8).strip();
    String message = text.startsWith("<") ? "an HTML page" : text;
    return of(message, Set.of(), MissingNode.getInstance());
  }

  private static Set<String> codes(JsonNode node) {
    Set<String> codes = new HashSet<>();
    collect(node, codes, 0);
    return codes;
  }

  private static void collect(JsonNode node, Set<String> codes, int depth) {
    if (depth > MOST_NESTED) {
      return;
    }
    if (node.isTextual()) {
      codes.add(node.textValue());
    }
    if (node.isArray()) {
      node.forEach(item -> collect(item, codes, depth + 1));
    }
    node.properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("message")) {
                collect(field.getValue(), codes, depth + 1);
              }
            });
  }

  /** Without what was not masked. */
  @Override
  public String toString() {
    return "ErrorBody[" + message + "]";
  }
}
