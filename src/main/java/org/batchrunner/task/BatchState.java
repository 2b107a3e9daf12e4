package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The states of a batch, and the changes that are allowed between them. */
public enum BatchState {
  ACCEPTED,
  RUNNING,
  PAUSED,
  /** Ended by a breach: a reply that used more than its bound. */
  STOPPED,
  CANCELLED,
  FINISHED;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static BatchState of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  /** Whether all its tasks have a status. */
  public boolean ended() {
    return this == STOPPED || this == CANCELLED || this == FINISHED;
  }

  public boolean mayBecome(BatchState next) {
    return nextStates().contains(next);
  }

  private Set<BatchState> nextStates() {
    return switch (this) {
      case ACCEPTED -> EnumSet.of(RUNNING, PAUSED, CANCELLED);
      case RUNNING -> EnumSet.of(RUNNING, ACCEPTED, PAUSED, STOPPED, CANCELLED, FINISHED);
      case PAUSED -> EnumSet.of(ACCEPTED, RUNNING, CANCELLED);
      case STOPPED, CANCELLED, FINISHED -> EnumSet.of(ACCEPTED);
    };
  }
}
