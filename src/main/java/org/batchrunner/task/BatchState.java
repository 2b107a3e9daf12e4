package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The state of a batch, with the changes of state that are allowed. */
public enum BatchState {
  ACCEPTED,
  RUNNING,
  PAUSED,
  /** Ended by a breach: a reply used more tokens than its upper bound. */
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

  /** Returns whether all tasks of the batch have a final status. */
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
