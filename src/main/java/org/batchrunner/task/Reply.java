package org.batchrunner.task;

import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * The reply of a model.
 *
 * @param model the model, as the reply names it
 * @param text the text of the reply, or its JSON if a schema was sent
 * @param tokens the tokens that were used; null if the reply does not report them
 * @param cost the settled cost, or the worst case if the usage or its price is unknown; for a
 *     reused reply, the cost when it was paid for
 * @param known whether {@code cost} is settled rather than at risk
 * @param finish why the reply ended
 * @param latencyMs milliseconds from sending the request to the whole reply
 * @param attempts the number of HTTP attempts, including failed ones; 0 if it came from the ledger
 * @param ending the provider's own word for why the reply ended; empty if there is none
 * @param raw the raw reply, cut to a maximum length, if it holds more than the text; else null
 */
public record Reply(
    String model,
    String text,
    @Nullable Tokens tokens,
    Dollars cost,
    boolean known,
    Finish finish,
    long latencyMs,
    int attempts,
    String ending,
    @Nullable String raw) {

  /** Creates a reply that holds nothing but its text. */
  public Reply(
      String model,
      String text,
      @Nullable Tokens tokens,
      Dollars cost,
      boolean known,
      Finish finish,
      long latencyMs,
      int attempts) {
    this(model, text, tokens, cost, known, finish, latencyMs, attempts, "", null);
  }

  /** Why a model ended its reply. */
  public enum Finish {
    STOP,
    /** The reply was cut at the token limit. */
    LENGTH,
    /** The model refused, as a field of the reply says. */
    REFUSAL,
    /** The content filter of the provider withheld the reply. */
    FILTER,
    /** Another or an unknown reason: the reply may be incomplete. */
    OTHER
  }

  /** Returns whether the reply is complete, so that it can be reused for the same request. */
  public boolean isWhole() {
    return finish == Finish.STOP && !text.isBlank();
  }

  /** Returns this reply as one that was paid for before. */
  public Reply free() {
    return new Reply(model, text, tokens, cost, known, finish, 0, 0, ending, raw);
  }

  public boolean reused() {
    return attempts == 0;
  }
}
