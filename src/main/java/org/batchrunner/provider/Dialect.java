package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Prompt;
import org.batchrunner.task.Reply;
import org.jspecify.annotations.Nullable;

/** How one API writes requests and replies. */
interface Dialect {

  ObjectNode encode(ProviderSettings provider, String model, Prompt prompt);

  /** Below the base address, from the slash on. */
  String path(String model);

  Map<String, String> headers(ProviderSettings provider);

  /** The model that ran, as the reply names it; empty if it does not. */
  String model(JsonNode reply);

  /** Null if the reply does not say, or not in numbers that can be. */
  @Nullable Tokens tokens(JsonNode reply);

  /** The reply's id for the vendor's support. */
  @Nullable String requestId(JsonNode reply, Map<String, String> lowerCaseHeaders);

  /**
   * @throws NotAReply if the JSON is something else
   */
  Content content(JsonNode reply) throws NotAReply;

  /** What a reply says, and why it ended. */
  record Content(String text, Reply.Finish finish) {}

  /** JSON, but no reply. */
  final class NotAReply extends Exception {

    private static final long serialVersionUID = 1L;

    NotAReply(String message) {
      super(message);
    }
  }
}
