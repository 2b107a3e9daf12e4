package org.batchrunner.management;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Whether the outbox can be written: tried, but not more often than every few seconds. */
final class OutboxHealth implements HealthIndicator {

  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Path outbox;
  private final Clock clock;
  private @Nullable Health last;
  private Instant at = Instant.MIN;

  OutboxHealth(Path outbox, Clock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public synchronized Health health() {
    Instant now = clock.instant();
    Health known = last;
    if (known == null || Duration.between(at, now).abs().compareTo(FRESH) > 0) {
      known = look();
      last = known;
      at = now;
    }
    return known;
  }

  private Health look() {
    try {
      Files.delete(Files.createTempFile(Files.createDirectories(outbox), ".ready-", ".tmp"));
      return Health.up().build();
    } catch (IOException e) {
      return Health.down().withDetail("problem", "the outbox can't be written: " + e).build();
    }
  }
}
