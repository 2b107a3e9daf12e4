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
 * @param finish why it ended: {@code stop}, {@code length}, {@code refusal}, {@code filter}
 * @param latencyMs from sending to the whole reply
 * @param attempts HTTP attempts made for it, failed ones included; 0 if it came from the ledger
 */
public record Reply(
    String model,
    String text,
    @Nullable Tokens tokens,
    Dollars cost,
    boolean known,
    Finish finish,
    long latencyMs,
    int attempts) {

  /** Why a model ended its reply. */
  public enum Finish {
    STOP,
    /** Cut at the limit of tokens. */
    LENGTH,
    /** The model refused, in a field made for that. */
    REFUSAL,
    /** The provider's filter withheld it. */
    FILTER
  }

  public boolean reused() {
    return attempts == 0;
  }
}
