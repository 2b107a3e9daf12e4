package org.batchrunner.ledger;

import java.util.List;
import org.batchrunner.money.Dollars;

/**
 * A request to reserve money for a task.
 *
 * @param seq of the task
 * @param taskId the task's id in its file
 * @param worst upper bound of what all its calls cost
 * @param runCap the task's cap
 * @param intents its first calls, which draw on it
 */
public record Hold(
    int seq, String taskId, Dollars worst, Dollars runCap, List<IntendedCall> intents) {

  public Hold {
    intents = List.copyOf(intents);
    Dollars drawn = Dollars.sum(intents.stream().map(IntendedCall::worst));
    if (drawn.exceeds(worst)) {
      throw new IllegalArgumentException(
          "task %d: its first calls may cost %s, and %s is to be held for it"
              .formatted(seq, drawn, worst));
    }
  }
}
