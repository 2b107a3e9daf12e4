package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Prompt;
import org.jspecify.annotations.Nullable;

/** Writes the requests and reads the replies of one API. */
interface ApiFormat {

  ObjectNode encode(ProviderSettings provider, String model, Prompt prompt);

  /** Returns the path below the base address, beginning with a slash. */
  String path(String model);

  Map<String, String> headers(ProviderSettings provider);

  /** Returns the model that the reply names; empty if it names none. */
  String model(JsonNode reply);

  /**
   * Returns the token counts; null if the reply has none or they are impossible.
   *
   * @param counts reads the numbers, and notes what is odd about them
   */
  @Nullable Tokens tokens(JsonNode reply, UsageCounts counts);

  /**
   * The tier or mode that the reply says it was served in, where that changes the price; in the
   * vendor's own word, empty if the reply does not say.
   */
  String tier(JsonNode reply, Map<String, String> lowerCaseHeaders);

  /** Returns the id of the reply, for the support of the vendor. */
  @Nullable String requestId(JsonNode reply, Map<String, String> lowerCaseHeaders);

  /**
   * @throws NotAReply if the JSON is something else
   */
  Content content(JsonNode reply) throws NotAReply;

  /**
   * The text of a reply, and why it ended.
   *
   * @param whole whether the text is all of the answer that was paid for; if not, the raw reply is
   *     kept
   */
  record Content(String text, FinishReason ending, boolean whole) {}

  /** Thrown if the JSON is not a reply. */
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
