package org.batchrunner.ledger;

/** The batch of a file, and whether the file created, joined or had already created it. */
public record Accepted(BatchRecord batch, How how) {

  /** How a file got its batch. */
  public enum How {
    NEW,
    /** The file joined an unfinished batch with the same content and options. */
    JOINED,
    /** The file was accepted before, but not moved yet. */
    SAME_DROP
  }
}
