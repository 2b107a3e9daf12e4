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
 * @param requestId for the vendor's support
 */
public record Decoded(
    String model,
    String text,
    @Nullable Tokens tokens,
    Reply.Finish finish,
    @Nullable String requestId) {

  /** Without the text: answers stay out of logs. */
  @Override
  public String toString() {
    return "Decoded[%s %s %s]".formatted(model, finish, tokens);
  }
}
