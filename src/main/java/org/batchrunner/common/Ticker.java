package org.batchrunner.common;

/**
 * Measures how much time has passed, as {@link System#nanoTime} does: it never goes back, and only
 * differences of its values mean something. A {@link java.time.Clock} tells the time of day.
 */
@FunctionalInterface
public interface Ticker {

  /** Nanoseconds since an arbitrary moment. */
  long nanos();
}
