package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The body of an error, from a vendor, a compatible server or a gateway.
 *
 * @param message shortened, on one line, without keys; empty if there is none
 * @param sentences the message in lower case, its spaces single, and as long as it is, to look for
 *     words in it
 * @param codes its type, code, status and reason, and those of its details
 * @param status the HTTP status that it names; 0 if it names none
 * @param node all of it; missing if it is no JSON
 */
record ErrorBody(String message, String sentences, Set<String> codes, int status, JsonNode node) {

  private static final int MOST_NESTED = 8;
  private static final int LOOKED_AT = 20_000;

  private static final List<String> MESSAGES =
      List.of(
          "message",
          "Message",
          "detail",
          "msg",
          "error_description",
          "error_msg",
          "status_msg",
          "errorMessage",
          "title");

  private static final Set<String> CODES =
      Set.of(
          "code",
          "type",
          "__type",
          "status",
          "reason",
          "error",
          "error_code",
          "error_type",
          "errorcode",
          "status_code",
          "limit_source");

  private static final List<String> STATUSES =
      List.of("code", "status", "status_code", "statusCode", "http_code", "http_status");

  private static ErrorBody of(String message, Set<String> codes, int status, JsonNode node) {
    String looked = message.length() > LOOKED_AT ? message.substring(0, LOOKED_AT) : message;
    return new ErrorBody(LogText.line(message), spaced(looked), codes, status, node);
  }

  /** Returns the text in lower case with single spaces, for comparison. */
  static String spaced(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }

  static ErrorBody of(byte[] body) {
    JsonNode json = ReplyForms.json(body);
    return json.isContainerNode() ? of(json) : plain(body);
  }

  static ErrorBody of(JsonNode json) {
    JsonNode first = json.isArray() ? json.path(0) : json;
    JsonNode error = first.path("error");
    if (error.isTextual()) {
      return of(error.textValue() + more(first), codes(first), status(first), first);
    }
    JsonNode node = inner(first, error);
    String message = "";
    for (String name : MESSAGES) {
      JsonNode value = node.path(name);
      if (message.isEmpty() && !value.isMissingNode() && !value.isNull()) {
        message = value.isTextual() ? value.textValue() : value.toString();
      }
    }
    return of(message + more(node), codes(node), status(node), node);
  }

  private static JsonNode inner(JsonNode first, JsonNode error) {
    if (error.isObject()) {
      return error;
    }
    if (first.path("errors").path(0).isObject()) {
      return first.path("errors").path(0);
    }
    return first.path("base_resp").isObject() ? first.path("base_resp") : first;
  }

  /** Returns the error of the server behind a gateway, if the gateway passes it on. */
  private static String more(JsonNode node) {
    String raw = node.path("metadata").path("raw").asText("");
    String message = node.path("error").isTextual() ? node.path("message").asText("") : "";
    return (message.isEmpty() ? "" : ": " + message) + (raw.isEmpty() ? "" : ": " + raw);
  }

  private static ErrorBody plain(byte[] body) {
    String text = new String(body, 0, Math.min(body.length, 2000), StandardCharsets.UTF_8).strip();
    String message = text.startsWith("<") ? "an HTML page" : text;
    return of(message, Set.of(), 0, MissingNode.getInstance());
  }

  private static int status(JsonNode node) {
    for (String name : STATUSES) {
      int status = node.path(name).asInt(0);
      if (status >= 400 && status <= 599) {
        return status;
      }
    }
    return 0;
  }

  JsonNode details() {
    return node.path("details");
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
    if (node.isArray()) {
      node.forEach(item -> collect(item, codes, depth + 1));
    }
    node.properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (value.isContainerNode()) {
                collect(value, codes, depth + 1);
              } else if (CODES.contains(field.getKey().toLowerCase(Locale.ROOT))
                  && value.asText().length() <= 100) {
                codes.add(value.asText());
              }
            });
  }

  /** Without what was not masked. */
  @Override
  public String toString() {
    return "ErrorBody[" + message + "]";
  }
}
