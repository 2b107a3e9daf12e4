package org.batchrunner.stub;

/** What becomes of a reply on its way. */
public enum Delivery {
  WHOLE,
  /** Half of the body, then the connection is closed. */
  CUT,
  /** The connection is reset before a byte of the reply. */
  RESET,
  /** The server's half of the connection is closed before a byte of the reply. */
  HALF_CLOSED,
  /** A status of 200, then what is no HTTP. */
  GARBAGE,
  /** Nothing, while the client holds the connection. */
  NEVER,
  /** A byte a second. */
  DRIP,
  /** A text of 100 MB. */
  HUGE
}
