package org.batchrunner.task;

import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * What a model replied.
 *
 * @param model as the reply names it
 * @param text the reply's text, or the JSON that it put into the schema
 * @param tokens what it used; null if the reply does not say
 * @param cost settled, or the worst case where the usage or its price is not known; of a reply that
 *     is used again, what it cost when it was paid for
 * @param known whether {@code cost} is settled rather than at risk
 * @param finish why it ended
 * @param latencyMs from sending to the whole reply
 * @param attempts HTTP attempts made for it, failed ones included; 0 if it came from the ledger
 * @param ending the provider's own word for why it ended; empty if it has none
 * @param raw the reply itself, bounded, where its text is not all of it; null where it is
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

  /** A reply that is its text. */
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
    /** Cut at the limit of tokens. */
    LENGTH,
    /** The model refused, in a field made for that. */
    REFUSAL,
    /** The provider's filter withheld it. */
    FILTER,
    /** Another reason, or none that is known: it may not be whole. */
    OTHER
  }

  /** Whether it is a whole answer, which the same question can be answered with again. */
  public boolean isWhole() {
    return finish == Finish.STOP && !text.isBlank();
  }

  /** The same, paid for before. */
  public Reply free() {
    return new Reply(model, text, tokens, cost, known, finish, 0, 0, ending, raw);
  }

  public boolean reused() {
    return attempts == 0;
  }
}
