package org.batchrunner.flow;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.common.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Before anything else stops: no further task or call begins, and the calls in flight get time to
 * end. What is not done stays undone, and the next start goes on with it.
 */
final class GracefulStop implements SmartLifecycle, CamelContextAware {

  private static final long MOMENT_MS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(GracefulStop.class);
  private static final String WORKER = "worker";

  private @Nullable CamelContext camel;
  private final ActiveBatches batches;
  private final Duration timeout;
  private final Ticker ticker;
  private volatile boolean running;

  GracefulStop(ActiveBatches batches, Duration timeout, Ticker ticker) {
    this.batches = batches;
    this.timeout = timeout;
    this.ticker = ticker;
  }

  /** Not handed in: what this depends on would be started before it, and before it has routes. */
  @Override
  public void setCamelContext(CamelContext context) {
    camel = context;
  }

  @Override
  public @Nullable CamelContext getCamelContext() {
    return camel;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    batches.leaveAll();
    takeNoMore();
    long deadline = ticker.nanos() + timeout.toNanos();
    try {
      while (!batches.idle() && ticker.nanos() - deadline < 0) {
        TimeUnit.MILLISECONDS.sleep(MOMENT_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tasks that lie in a broker are for other nodes now. */
  private void takeNoMore() {
    CamelContext context = camel;
    if (context == null || context.getRoute(WORKER) == null) {
      return;
    }
    try {
      context.getRouteController().suspendRoute(WORKER, timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      LOG.warn("the route {} can't be suspended: {}", WORKER, e.getMessage());
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
