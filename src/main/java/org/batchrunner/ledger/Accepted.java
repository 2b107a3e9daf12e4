package org.batchrunner.ledger;

/** A batch for a file, and how it came to it. */
public record Accepted(BatchRecord batch, How how) {

  /** How a file came to its batch. */
  public enum How {
    NEW,
    /** Its content and options are those of a batch that has not ended. */
    JOINED,
    /** The file was accepted before, and not moved yet. */
    SAME_DROP
  }
}
