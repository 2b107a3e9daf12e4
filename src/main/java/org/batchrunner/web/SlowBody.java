package org.batchrunner.web;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.batchrunner.common.Ticker;
import org.jspecify.annotations.Nullable;

/** Reads a body, and gives up if it arrives too slowly. Only the time spent waiting counts. */
final class SlowBody implements InputBuffer {

  /**
   * @param graceMs the time that every body may take, in milliseconds
   * @param bytesPerSecond the bytes that must have arrived for each further second
   */
  record Pace(long graceMs, long bytesPerSecond) {

    private static final Pace FILES = new Pace(10_000, 16 << 10);
    private static final Pace SMALL = new Pace(10_000, 64 << 10);

    /** Returns the limit: files may take longer than other bodies. */
    static Pace of(@Nullable String contentType) {
      return contentType != null && contentType.toLowerCase(Locale.ROOT).contains("json")
          ? SMALL
          : FILES;
    }

    boolean allows(long waitedMs, long bytes) {
      return waitedMs <= graceMs + bytes * 1000 / bytesPerSecond;
    }
  }

  private final InputBuffer given;
  private final Pace pace;
  private final Ticker ticker;
  private long bytes;
  private long waitedNanos;

  SlowBody(InputBuffer given, Pace pace, Ticker ticker) {
    this.ticker = ticker;
    this.given = given;
    this.pace = pace;
  }

  @Override
  public int doRead(ApplicationBufferHandler handler) throws IOException {
    long before = ticker.nanos();
    int read = given.doRead(handler);
    waitedNanos += ticker.nanos() - before;
    if (read > 0) {
      bytes += read;
      if (!pace.allows(TimeUnit.NANOSECONDS.toMillis(waitedNanos), bytes)) {
        throw new SocketTimeoutException("the body comes too slowly");
      }
    }
    return read;
  }

  @Override
  public int available() {
    return given.available();
  }
}
