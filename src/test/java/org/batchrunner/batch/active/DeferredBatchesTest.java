package org.batchrunner.batch.active;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.batchrunner.common.SettableTicker;
import org.junit.jupiter.api.Test;

/** Batches that can't be worked now are tried again every three seconds. */
class DeferredBatchesTest {

  private static final Duration WHILE = Duration.ofSeconds(3);

  private final SettableTicker ticker = new SettableTicker();
  private final DeferredBatches deferred = new DeferredBatches(ticker);

  @Test
  void whatWasNeverPutOffMayBeTriedAtAnyTime() {
    assertThat(deferred.isDue("b")).isTrue();
    assertThat(deferred.takeDue("b")).as("nothing to try again").isFalse();
    assertThat(deferred.remove("b")).isFalse();
  }

  @Test
  void aReasonIsNewsOnce() {
    assertThat(deferred.add("b", "the disk is full")).isTrue();
    assertThat(deferred.add("b", "the disk is full")).isFalse();
    assertThat(deferred.add("b", "the disk is read-only")).isTrue();
    assertThat(deferred.add("c", "the disk is read-only")).as("another batch").isTrue();
  }

  @Test
  void itIsDueAfterThreeSeconds() {
    deferred.add("b", "the disk is full");
    assertThat(deferred.isDue("b")).isFalse();
    ticker.goOn(WHILE.minusNanos(1));
    assertThat(deferred.isDue("b")).isFalse();
    ticker.goOn(Duration.ofNanos(1));
    assertThat(deferred.isDue("b")).isTrue();
  }

  @Test
  void itIsTakenOnceInThreeSeconds() {
    deferred.add("b", "the disk is full");
    assertThat(deferred.takeDue("b")).isFalse();
    ticker.goOn(WHILE);
    assertThat(deferred.takeDue("b")).isTrue();
    assertThat(deferred.takeDue("b")).isFalse();
    ticker.goOn(WHILE);
    assertThat(deferred.takeDue("b")).isTrue();
  }

  @Test
  void onceItGoesOnItIsForgotten() {
    deferred.add("b", "the disk is full");
    assertThat(deferred.remove("b")).isTrue();
    assertThat(deferred.isDue("b")).isTrue();
    assertThat(deferred.add("b", "the disk is full")).as("news again").isTrue();
  }
}
