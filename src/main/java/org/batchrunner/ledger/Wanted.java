package org.batchrunner.ledger;

import java.util.Locale;

/** What the user wants of a batch. */
public enum Wanted {
  RUN,
  PAUSE,
  CANCEL;

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Wanted of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
