package org.batchrunner.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.batchrunner.common.Json;
import org.batchrunner.task.BatchState;
import org.jspecify.annotations.Nullable;

/**
 * Writes the {@code progress.json} of one batch: when something has changed, at most once a second,
 * and at the end. Thread-safe.
 */
public final class ProgressFile {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Outbox outbox;
  private final Clock clock;
  private @Nullable Instant written;
  private @Nullable Progress last;
  private @Nullable Rate rate;

  public ProgressFile(Outbox outbox, Clock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Returns whether {@link #update} would write now if something has changed. A clock that was set
   * back causes no delay.
   */
  public synchronized boolean due() {
    Instant now = clock.instant();
    return written == null || now.isBefore(written) || !now.isBefore(written.plus(INTERVAL));
  }

  /**
   * Writes the file if that is due and something has changed.
   *
   * @return whether it was written
   */
  public synchronized boolean update(Progress progress) throws IOException {
    if (!due() || progress.equals(last)) {
      return false;
    }
    write(progress);
    return true;
  }

  /** Writes the file whatever was written before: for each change of state, and the end. */
  public synchronized void end(Progress progress) throws IOException {
    write(progress);
  }

  private void write(Progress progress) throws IOException {
    Instant now = clock.instant();
    rate = rate == null ? Rate.from(now, progress.done()) : rate.next(now, progress.done());
    Progress shown = progress.withEta(eta(progress, rate));
    SafeFiles.write(
        SafeFiles.in(outbox.folder(progress.batch()), "progress.json"),
        (Json.write(shown) + "\n").getBytes(StandardCharsets.UTF_8));
    written = now;
    last = progress;
  }

  private static @Nullable Long eta(Progress progress, Rate rate) {
    long left = progress.total() - progress.done();
    if (progress.state().ended() || left <= 0) {
      return 0L;
    }
    if (progress.state() == BatchState.PAUSED || rate.perSecond().isEmpty()) {
      return null;
    }
    return (long) Math.ceil(left / rate.perSecond().getAsDouble());
  }
}
