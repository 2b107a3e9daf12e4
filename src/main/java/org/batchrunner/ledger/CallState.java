package org.batchrunner.ledger;

import java.util.Locale;

/** The state of a call in the ledger. */
public enum CallState {
  /** It may be sent at any moment. */
  INTENDED,
  /** It was answered, and its cost is known. */
  SETTLED,
  /** It was not billed. */
  FREE,
  /** It may have been billed, at most at its worst case. */
  AT_RISK,
  /** It may have been billed, but the user had its money given back to the batch. */
  RELEASED;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static CallState of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
