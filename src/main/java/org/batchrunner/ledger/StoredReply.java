package org.batchrunner.ledger;

import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Reply.Finish;
import org.jspecify.annotations.Nullable;

/**
 * A reply that was paid for.
 *
 * @param provider the provider that was called
 * @param model as the reply names it, else as the call did
 * @param cost what it cost then; its worst case if that is not known
 * @param known whether the cost is known
 * @param ending the provider's own word for why it ended; empty if it has none
 * @param raw the reply itself, bounded, where its text is not all of it; null where it is
 */
public record StoredReply(
    String provider,
    String model,
    String text,
    @Nullable Tokens tokens,
    @Nullable Finish finish,
    Dollars cost,
    boolean known,
    String ending,
    @Nullable String raw) {

  /** Returns whether it is a whole answer, as far as is known. */
  public boolean isWhole() {
    return (finish == null || finish == Finish.STOP) && !text.isBlank();
  }

  /** Without the text: replies stay out of logs. */
  @Override
  public String toString() {
    return "StoredReply[" + provider + "/" + model + "]";
  }
}
