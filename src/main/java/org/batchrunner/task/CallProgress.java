package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a call certainly got. */
public enum CallProgress {
  /** Nothing was sent, and sending was not tried: it does not count as an attempt. */
  UNSENT("nothing was sent"),
  /** No connection could be made. */
  NOT_CONNECTED("no connection was made"),
  /**
   * The last byte of the request was never passed to the network, so no server can have all of it.
   */
  PARTLY_SENT("the connection broke before the whole request was sent"),
  /** The whole request was sent, or may have been. No response header was received. */
  SENT("the request was sent, but no response was received"),
  /** The response header was received, but the body broke off. */
  RESPONDING("the response began, but broke off"),
  /** A whole response was received. */
  ANSWERED("a whole response was received, but its cost can't be determined"),
  /** The program ended or lost the batch before it knew the outcome. */
  UNKNOWN("the program ended before a response was received; the request may not have been sent");

  private final String sentence;

  CallProgress(String sentence) {
    this.sentence = sentence;
  }

  /** Returns a sentence for the user. */
  public String sentence() {
    return sentence;
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param wire the stored value; null in ledgers of older versions
   */
  public static CallProgress of(@Nullable String wire) {
    return wire == null ? UNKNOWN : valueOf(wire.toUpperCase(Locale.ROOT));
  }

  /** Returns whether it is certain that no server received the whole request. */
  public boolean neverArrived() {
    return this == UNSENT || this == NOT_CONNECTED || this == PARTLY_SENT;
  }
}
