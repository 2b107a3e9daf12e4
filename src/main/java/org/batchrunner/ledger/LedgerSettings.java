package org.batchrunner.ledger;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the ledger is.
 *
 * @param url JDBC, of SQLite or PostgreSQL
 * @param busyTimeout how long a commit waits for another program that writes, before it counts as
 *     trouble
 * @param retryAfter the wait before a commit that failed is tried again; it doubles up to a hundred
 *     times that
 */
public record LedgerSettings(
    String url,
    @Nullable String username,
    @Nullable String password,
    Duration busyTimeout,
    Duration retryAfter) {

  static final String SQLITE = "jdbc:sqlite:";

  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration RETRY_AFTER = Duration.ofMillis(50);

  public LedgerSettings {
    if (!url.startsWith(SQLITE) && !url.startsWith(POSTGRESQL)) {
      throw new IllegalArgumentException(
          "batch-runner.ledger.url: it must begin with %s or %s".formatted(SQLITE, POSTGRESQL));
    }
    if (url.equals(SQLITE) || url.startsWith(SQLITE + ":")) {
      throw new IllegalArgumentException(
          "batch-runner.ledger.url: %s must name a file, as a ledger that is kept".formatted(url));
    }
  }

  /** An SQLite file in this folder. */
  public static LedgerSettings in(Path folder) {
    return of(SQLITE + folder.resolve("ledger.db"), null, null);
  }

  public static LedgerSettings of(
      String url, @Nullable String username, @Nullable String password) {
    return new LedgerSettings(url, username, password, BUSY_TIMEOUT, RETRY_AFTER);
  }

  public LedgerSettings withTimes(Duration newBusyTimeout, Duration newRetryAfter) {
    return new LedgerSettings(url, username, password, newBusyTimeout, newRetryAfter);
  }

  boolean sqlite() {
    return url.startsWith(SQLITE);
  }

  /** The file of an SQLite ledger. */
  Path file() {
    String path = url.substring(SQLITE.length());
    int question = path.indexOf('?');
    return Path.of(question < 0 ? path : path.substring(0, question)).toAbsolutePath();
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return "LedgerSettings[" + (sqlite() ? "SQLite" : "PostgreSQL") + "]";
  }
}
