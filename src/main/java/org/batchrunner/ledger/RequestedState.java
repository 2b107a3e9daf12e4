package org.batchrunner.ledger;

import java.util.Locale;

/** What the user wants of a batch. */
public enum RequestedState {
  RUN,
  PAUSE,
  CANCEL;

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RequestedState of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
