package org.batchrunner.ledger;

import java.util.BitSet;
import java.util.Map;
import org.batchrunner.money.Dollars;

/**
 * A batch that this program has claimed.
 *
 * @param batch as it is now, its epoch included
 * @param done the sequence numbers of the tasks that have a result
 * @param prior the earlier calls of tasks that have no result
 */
public record Claim(BatchRecord batch, BitSet done, Map<Integer, Prior> prior) {

  /**
   * @param calls the highest number of a call
   */
  public record Prior(Dollars settled, Dollars atRisk, int calls) {}

  public long epoch() {
    return batch.epoch();
  }
}
