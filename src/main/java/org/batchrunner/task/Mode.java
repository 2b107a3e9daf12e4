package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether real models are called or answers are made up. */
public enum Mode {
  REAL,
  MOCK;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static Mode of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
