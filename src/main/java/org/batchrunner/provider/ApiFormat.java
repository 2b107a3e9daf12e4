package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Prompt;
import org.jspecify.annotations.Nullable;

/** How one API writes requests and replies. */
interface ApiFormat {

  ObjectNode encode(ProviderSettings provider, String model, Prompt prompt);

  /** Below the base address, from the slash on. */
  String path(String model);

  Map<String, String> headers(ProviderSettings provider);

  /** The model that ran, as the reply names it; empty if it does not. */
  String model(JsonNode reply);

  /**
   * Null if the reply does not say, or not in numbers that can be.
   *
   * @param counts reads the numbers, and notes what is odd about them
   */
  @Nullable Tokens tokens(JsonNode reply, UsageCounts counts);

  /**
   * The tier or mode that the reply says it was served in, where that changes the price; in the
   * vendor's own word, empty if the reply does not say.
   */
  String tier(JsonNode reply, Map<String, String> lowerCaseHeaders);

  /** The reply's id for the vendor's support. */
  @Nullable String requestId(JsonNode reply, Map<String, String> lowerCaseHeaders);

  /**
   * @throws NotAReply if the JSON is something else
   */
  Content content(JsonNode reply) throws NotAReply;

  /**
   * What a reply says, and why it ended.
   *
   * @param whole whether the text is all of the answer that was paid for; if not, the reply itself
   *     is kept
   */
  record Content(String text, FinishReason ending, boolean whole) {}

  /** JSON, but no reply. */
  final class NotAReply extends Exception {

    private static final long serialVersionUID = 1L;

    private final String partial;

    NotAReply(String message) {
      this(message, "");
    }

    /**
     * @param partial the text that came before it broke off
     */
    NotAReply(String message, String partial) {
      super(message);
      this.partial = partial;
    }

    String partial() {
      return partial;
    }
  }
}
