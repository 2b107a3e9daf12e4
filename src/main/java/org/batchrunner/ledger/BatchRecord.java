package org.batchrunner.ledger;

import java.time.Instant;
import org.batchrunner.money.Budget;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Totals;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/**
 * A batch as it is in the ledger.
 *
 * @param no its number, which all that is its own refers to
 * @param id its name, and that of its folders
 * @param source the name of the task file
 * @param sha256 of the task file
 * @param options in force
 * @param optionsVersion counts their changes, from 1
 * @param version of the program that accepted it
 * @param total its tasks
 * @param dropped rows without a text
 * @param reason why it is in this state
 * @param wanted what the user wants of it
 * @param reported whether its reports are written
 * @param totals what its results add up to so far, and all that was or may have been billed
 * @param budget its cap, and what calls have cost, may have cost and may still cost
 * @param released what lost calls were charged with and is not any more, without a settlement
 * @param corrections counts the results whose figures are not those that were recorded
 * @param breach JSON about a reply that cost more than its worst case
 * @param epoch counts its claims
 * @param leaseOwner who works it, or did last
 * @param probe where it waits for an account to have credit again
 */
public record BatchRecord(
    long no,
    String id,
    String source,
    String sha256,
    Options options,
    int optionsVersion,
    Mode mode,
    String version,
    String corpusHash,
    int total,
    int dropped,
    BatchState state,
    @Nullable String reason,
    RequestedState wanted,
    boolean reported,
    Instant acceptedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    Totals totals,
    Budget budget,
    Dollars released,
    long corrections,
    @Nullable String breach,
    long epoch,
    @Nullable String leaseOwner,
    Instant leaseUntil,
    @Nullable CreditProbe probe) {

  /** Whether somebody holds its lease. */
  public boolean leased(Instant now) {
    return leaseUntil.isAfter(now);
  }
}
