package org.batchrunner.ledger;

import java.util.BitSet;
import java.util.Map;
import org.batchrunner.money.Dollars;

/**
 * A batch that is ours to work.
 *
 * @param batch as it is now, its epoch included
 * @param done the sequence numbers of the tasks that have a result
 * @param prior what was called for tasks that have none
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
