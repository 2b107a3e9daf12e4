package org.batchrunner.provider;

import org.batchrunner.money.Tokens;
import org.batchrunner.task.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A model's reply, read.
 *
 * @param model as the reply names it; the one that was asked if it names none
 * @param text the answer, or the JSON that was put into the schema
 * @param tokens null if the reply does not say: its cost is unknown, not zero
 * @param ending the provider's own word for why it ended; empty if it has none
 * @param requestId for the vendor's support
 * @param raw the reply itself, bounded, where its text is not all of it; null where it is
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

  /** A reply that is whole, at the usual price. */
  public DecodedReply(
      String model,
      String text,
      @Nullable Tokens tokens,
      Reply.Finish finish,
      @Nullable String requestId) {
    this(model, text, tokens, finish, "", requestId, null, Billing.USUAL);
  }

  /** The same; some servers repeat the key that they are asked with. */
  public DecodedReply without(@Nullable String key) {
    return raw == null || key == null || !raw.contains(key)
        ? this
        : new DecodedReply(
            model, text, tokens, finish, ending, requestId, raw.replace(key, "[key]"), billing);
  }

  /** Without the text: answers stay out of logs. */
  @Override
  public String toString() {
    return "Decoded[%s %s %s]".formatted(model, finish, tokens);
  }
}
