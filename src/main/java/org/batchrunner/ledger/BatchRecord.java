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
 * A batch in the ledger.
 *
 * @param no the number by which other rows refer to the batch
 * @param id the id, which is also the name of its folders
 * @param source the name of the task file
 * @param sha256 of the task file
 * @param options the options in force
 * @param optionsVersion the version of the options, from 1
 * @param version the version of the program that accepted the batch
 * @param total the number of tasks
 * @param dropped the number of rows without a text
 * @param reason why the batch is in this state
 * @param wanted the state that the user requested
 * @param reported whether its reports are written
 * @param totals what its results add up to so far, and all that was or may have been billed
 * @param budget its cap, and what calls have cost, may have cost and may still cost
 * @param released what lost calls were charged with and is not any more, without a settlement
 * @param corrections the number of results that were corrected after they were recorded
 * @param breach JSON about a reply that cost more than its worst case
 * @param epoch the number of times the batch was claimed
 * @param leaseOwner the program that runs the batch, or ran it last
 * @param probe the next credit probe if the batch waits for credit; else null
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

  /** Returns whether a program holds the lease of the batch. */
  public boolean leased(Instant now) {
    return leaseUntil.isAfter(now);
  }
}
