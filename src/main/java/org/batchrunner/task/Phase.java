package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The step of a run in which a call is made. */
public enum Phase {
  DEBATE,
  JUDGE,
  SELECT;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static Phase of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
