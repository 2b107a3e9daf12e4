package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Json;
import org.batchrunner.task.Reply.Finish;
import org.jspecify.annotations.Nullable;

/** Reads replies, and tells what is wrong with those that are none. */
final class ReplyReader {

  private ReplyReader() {}

  static Decoded read(
      Dialect dialect, byte[] body, Map<String, String> lowerCaseHeaders, String requestedModel)
      throws Unreadable {
    JsonNode reply = parse(body);
    try {
      return read(dialect, reply, lowerCaseHeaders, requestedModel);
    } catch (RuntimeException e) {
      throw new Unreadable("the reply can't be read: " + e.getClass().getSimpleName(), null, null);
    }
  }

  private static Decoded read(
      Dialect dialect, JsonNode reply, Map<String, String> lowerCaseHeaders, String requestedModel)
      throws Unreadable {
    String named = dialect.model(reply);
    String model = named.isBlank() ? requestedModel : named;
    Tokens tokens = dialect.tokens(reply);
    try {
      Dialect.Content content = dialect.content(reply);
      return new Decoded(
          model,
          content.text(),
          credible(tokens, content),
          content.finish(),
          dialect.requestId(reply, lowerCaseHeaders));
    } catch (Dialect.NotAReply e) {
      String error = ErrorBody.of(reply).message();
      throw new Unreadable(
          error.isEmpty() ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + error,
          credible(tokens),
          named.isBlank() ? null : named);
    }
  }

  /** A prompt of no tokens, or a text of none, is a server that does not count. */
  private static @Nullable Tokens credible(@Nullable Tokens tokens, Dialect.Content content) {
    if (tokens == null || tokens.prompt() == 0) {
      return null;
    }
    boolean says = !content.text().isEmpty() && content.finish() != Finish.FILTER;
    return says && tokens.output() == 0 ? null : tokens;
  }

  /** What is no reply, but says that it was paid for, has used something. */
  private static @Nullable Tokens credible(@Nullable Tokens tokens) {
    return tokens == null || tokens.prompt() == 0 || tokens.output() == 0 ? null : tokens;
  }

  private static JsonNode parse(byte[] body) throws Unreadable {
    if (new String(body, 0, Math.min(body.length, 64), StandardCharsets.UTF_8).isBlank()
        && body.length <= 64) {
      throw new Unreadable("the reply is empty", null, null);
    }
    try {
      JsonNode reply = Json.MAPPER.readTree(body);
      if (reply != null && reply.isObject()) {
        return reply;
      }
    } catch (IOException e) {
      throw new Unreadable(notJson(body), null, null);
    }
    throw new Unreadable("the reply is not a JSON object", null, null);
  }

  private static String notJson(byte[] body) {
    String start = new String(body, 0, Math.min(body.length, 64), StandardCharsets.UTF_8).strip();
    if (start.startsWith("<")) {
      return "the reply is an HTML page; is base-url right?";
    }
    if (start.startsWith("{")) {
      return "the reply is not whole: its JSON breaks off or is broken";
    }
    return start.startsWith("data:") || start.startsWith("event:")
        ? "the reply is a stream of events, which was not asked for"
        : "the reply is not JSON";
  }
}
