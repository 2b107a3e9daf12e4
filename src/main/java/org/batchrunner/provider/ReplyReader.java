package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Reply.Finish;
import org.jspecify.annotations.Nullable;

/** Reads replies, and tells what is wrong with those that are none. */
final class ReplyReader {

  /** The most bytes that are kept of a raw reply. */
  private static final int RAW_BYTES = 20_000;

  private ReplyReader() {}

  static DecodedReply read(
      ApiFormat dialect,
      byte[] body,
      Map<String, String> lowerCaseHeaders,
      String requestedModel,
      Bounds bounds)
      throws UnreadableReplyException {
    try {
      JsonNode reply = ReplyForms.reply(body);
      return read(
          dialect, reply, lowerCaseHeaders, requestedModel, new UsageCounts(bounds), raw(body));
    } catch (UnreadableReplyException e) {
      throw e.with(raw(body).get());
    } catch (RuntimeException e) {
      throw new UnreadableReplyException(
          "the reply can't be read: " + e.getClass().getSimpleName(),
          null,
          null,
          null,
          null,
          raw(body).get());
    }
  }

  private static DecodedReply read(
      ApiFormat dialect,
      JsonNode reply,
      Map<String, String> lowerCaseHeaders,
      String requestedModel,
      UsageCounts counts,
      Supplier<String> raw)
      throws UnreadableReplyException {
    String named = dialect.model(reply);
    String model = named.isBlank() ? requestedModel : named;
    Tokens tokens = dialect.tokens(reply, counts);
    Billing billing = BillingReader.read(dialect, reply, lowerCaseHeaders, counts.notes());
    try {
      ApiFormat.Content content = dialect.content(reply);
      boolean all = content.whole() && !content.text().isBlank();
      return new DecodedReply(
          model,
          content.text(),
          credible(tokens, content),
          content.ending().finish(),
          content.ending().word(),
          dialect.requestId(reply, lowerCaseHeaders),
          all ? null : raw.get(),
          billing);
    } catch (ApiFormat.NotAReply e) {
      ErrorBody said = error(reply);
      String error = said.message();
      throw new UnreadableReplyException(
              error.isEmpty() ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + error,
              credible(tokens),
              named.isBlank() ? null : named,
              billing,
              e.partial(),
              null)
          .saying(said);
    }
  }

  /** Gateways put the error of a reply that broke off into its choice. */
  private static ErrorBody error(JsonNode reply) {
    ErrorBody error = ErrorBody.of(reply);
    return error.message().isEmpty() ? ErrorBody.of(reply.path("choices").path(0)) : error;
  }

  private static Supplier<String> raw(byte[] body) {
    return () -> {
      String text = new String(body, 0, Math.min(body.length, RAW_BYTES), StandardCharsets.UTF_8);
      return body.length <= RAW_BYTES ? text : text + "… (" + body.length + " bytes)";
    };
  }

  /**
   * Returns the tokens; null if a prompt or a text has 0 tokens, since the server then does not
   * count.
   */
  private static @Nullable Tokens credible(@Nullable Tokens tokens, ApiFormat.Content content) {
    if (tokens == null || tokens.prompt() == 0) {
      return null;
    }
    boolean says = !content.text().isEmpty() && content.ending().finish() != Finish.FILTER;
    return says && tokens.output() == 0 ? null : tokens;
  }

  /** Returns the tokens of an unusable reply; null if they are 0. */
  private static @Nullable Tokens credible(@Nullable Tokens tokens) {
    return tokens == null || tokens.prompt() == 0 || tokens.output() == 0 ? null : tokens;
  }
}
