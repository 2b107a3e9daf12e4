package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The status of a task. In the reports, every task of a file has exactly one. */
public enum Status {
  /** The task has an answer that the policy permits. */
  PUBLISHED,
  /** The policy does not permit the best draft to be published. */
  ADVISORY_ONLY,
  /** No draft was fit to be published. */
  NONE,
  /** The cap of the task did not allow its cost. */
  BLOCKED_COST_CAP,
  /** The cap of the batch did not allow its cost. */
  SKIPPED_BATCH_CAP,
  FAILED,
  /** The task was left out by {@code only}, {@code skip} or {@code limit}. */
  FILTERED,
  CANCELLED,
  /** The task has no result yet. */
  PENDING;

  /** Returns the name of the status in files and in the ledger. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static Status of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  /** Returns whether the task ended well, so that {@code retry} leaves it out. */
  public boolean endedWell() {
    return this == PUBLISHED || this == ADVISORY_ONLY || this == FILTERED;
  }
}
