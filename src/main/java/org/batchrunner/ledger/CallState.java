package org.batchrunner.ledger;

import java.util.Locale;

/** What is known of a call. */
public enum CallState {
  /** It may be sent at any moment. */
  INTENDED,
  /** It was answered; what it cost is known. */
  SETTLED,
  /** It was not billed. */
  FREE,
  /** It may have been billed, at its worst case. */
  AT_RISK,
  /** It may have been billed, and the owner of the money had its worst case given back. */
  RELEASED;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static CallState of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
