package org.batchrunner.provider;

import org.batchrunner.money.Tokens;
import org.batchrunner.task.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The decoded reply of a model.
 *
 * @param model the model, as the reply names it; the requested one if it names none
 * @param text the answer, or the JSON that was put into the schema
 * @param tokens the token counts; null if the reply has none, so that its cost is unknown, not zero
 * @param ending the provider's own word for why it ended; empty if it has none
 * @param requestId for the vendor's support
 * @param raw the raw reply, cut to a maximum length, if it holds more than the text; else null
 * @param billing what else it says about its price
 */
public record DecodedReply(
    String model,
    String text,
    @Nullable Tokens tokens,
    Reply.Finish finish,
    String ending,
    @Nullable String requestId,
    @Nullable String raw,
    Billing billing) {

  /** Creates a complete reply at the standard price. */
  public DecodedReply(
      String model,
      String text,
      @Nullable Tokens tokens,
      Reply.Finish finish,
      @Nullable String requestId) {
    this(model, text, tokens, finish, "", requestId, null, Billing.USUAL);
  }

  /** Returns this reply without the key, which some servers repeat. */
  public DecodedReply without(@Nullable String key) {
    return raw == null || key == null || !raw.contains(key)
        ? this
        : new DecodedReply(
            model, text, tokens, finish, ending, requestId, raw.replace(key, "[key]"), billing);
  }

  /** Leaves out the text, so that answers stay out of logs. */
  @Override
  public String toString() {
    return "Decoded[%s %s %s]".formatted(model, finish, tokens);
  }
}
