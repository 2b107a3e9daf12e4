package org.batchrunner.batch.active;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MonitorTest {

  private final Monitor monitor = new Monitor();

  @Test
  void aChangeThatCameBeforeTheWaitIsNotMissed() throws InterruptedException {
    long seen = monitor.changes();
    monitor.change(() -> {});
    monitor.awaitChange(seen);
    assertThat(monitor.changes()).isEqualTo(seen + 1);
  }

  @Test
  void aQuietChangeCountsForNone() {
    long seen = monitor.changes();
    monitor.changeQuietly(() -> {});
    assertThat(monitor.changes()).isEqualTo(seen);
  }

  @Test
  void whoWaitsIsWokenByAChange() throws Exception {
    AtomicBoolean wanted = new AtomicBoolean(true);
    CompletableFuture<Void> waits =
        CompletableFuture.runAsync(
            () -> {
              try {
                monitor.awaitWhile(wanted::get);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    monitor.change(() -> {});
    assertThat(waits).isNotDone();
    monitor.change(() -> wanted.set(false));
    waits.get(5, TimeUnit.SECONDS);
  }
}
