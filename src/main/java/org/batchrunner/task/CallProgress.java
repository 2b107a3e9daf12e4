package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a call got, as far as this program knows for certain. */
public enum CallProgress {
  /** No byte of it was sent, and nobody tried to: it is not an attempt. */
  UNSENT("nothing was sent"),
  /** There was no connection to send it on. */
  NOT_CONNECTED("no connection was made"),
  /** The last byte of the request was never handed to the network: no server can have all of it. */
  PARTLY_SENT("the request was cut before its end was sent"),
  /** The whole request was sent, or may have been. No response header came back. */
  SENT("the request was sent, and no response came"),
  /** The response header came back, and its body was cut. */
  RESPONDING("the response began, and was cut"),
  /** A whole response came back. */
  ANSWERED("a whole response came, without a usable cost"),
  /** The program ended, or lost the batch, before it knew. */
  UNKNOWN("the program ended before the response; it may not have been sent");

  private final String sentence;

  CallProgress(String sentence) {
    this.sentence = sentence;
  }

  /** For people. */
  public String sentence() {
    return sentence;
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param wire null in ledgers of older versions
   */
  public static CallProgress of(@Nullable String wire) {
    return wire == null ? UNKNOWN : valueOf(wire.toUpperCase(Locale.ROOT));
  }

  /** Whether it is certain that no server can have got the whole request. */
  public boolean neverArrived() {
    return this == UNSENT || this == NOT_CONNECTED || this == PARTLY_SENT;
  }
}
