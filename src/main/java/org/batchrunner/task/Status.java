package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of a task. Every task of a file has exactly one in the reports. */
public enum Status {
  /** An answer, permitted by the policy. */
  PUBLISHED,
  /** The best draft is not permitted to be published. */
  ADVISORY_ONLY,
  /** No draft was fit to be published. */
  NONE,
  /** The task's cap refused it. */
  BLOCKED_COST_CAP,
  /** The batch's cap refused it. */
  SKIPPED_BATCH_CAP,
  FAILED,
  /** Left out by {@code only}, {@code skip} or {@code limit}. */
  FILTERED,
  CANCELLED,
  /** Undone. */
  PENDING;

  /** As it is written in files and in the ledger. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static Status of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  /** Whether there is nothing to try again. */
  public boolean endedWell() {
    return this == PUBLISHED || this == ADVISORY_ONLY || this == FILTERED;
  }
}
