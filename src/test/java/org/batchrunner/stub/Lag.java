package org.batchrunner.stub;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How late threads run on this machine just now: what a client that was told to wait has under way
 * before it can have read that takes the longer the busier the machine is.
 */
final class Lag implements AutoCloseable {

  private static final long TICK = Duration.ofMillis(5).toNanos();
  private static final long MEMORY = Duration.ofSeconds(2).toNanos();

  private final Thread thread = new Thread(this::run, "stub-lag");
  private volatile boolean closed;
  private volatile long nanos;

  Lag() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    long worstAt = System.nanoTime();
    while (!closed) {
      long before = System.nanoTime();
      LockSupport.parkNanos(TICK);
      long now = System.nanoTime();
      long late = now - before - TICK;
      if (late > nanos || now - worstAt > MEMORY) {
        nanos = late;
        worstAt = now;
      }
    }
  }

  /** The worst of the last seconds. */
  long nanos() {
    return nanos;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
