package org.batchrunner.ledger;

import java.util.Map;
import org.batchrunner.money.Budget;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Status;

/**
 * The money, tokens and counts of a batch.
 *
 * @param byStatus how many tasks ended how; without {@code pending}, without zeros
 * @param cost the sum of the results' {@code cost_estimate}
 * @param budget its cap, and what calls have cost, may have cost and may still cost
 * @param promptTokens of the results
 * @param completionTokens of the results
 * @param reused calls of the results that needed no payment
 * @param saved what their replies cost when they were paid for
 * @param released what lost calls were charged with and is not any more, without a settlement
 */
public record Totals(
    Map<Status, Integer> byStatus,
    Dollars cost,
    Budget budget,
    long promptTokens,
    long completionTokens,
    long reused,
    Dollars saved,
    Dollars released) {

  /** The tasks that have a result. */
  public int done() {
    return byStatus.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** All that was or may have been billed. */
  public Dollars spent() {
    return budget.spent();
  }
}
