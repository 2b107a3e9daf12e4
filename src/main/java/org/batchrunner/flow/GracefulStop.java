package org.batchrunner.flow;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.batchrunner.batch.Batches;
import org.springframework.context.SmartLifecycle;

/**
 * Before anything else stops: no further task or call begins, and the calls in flight get time to
 * end. What is not done stays undone, and the next start goes on with it.
 */
final class GracefulStop implements SmartLifecycle {

  private static final long MOMENT_MS = 20;

  private final Batches batches;
  private final Duration timeout;
  private volatile boolean running;

  GracefulStop(Batches batches, Duration timeout) {
    this.batches = batches;
    this.timeout = timeout;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    batches.leaveAll();
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      while (!batches.active().isEmpty() && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(MOMENT_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** First to stop. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
