package org.batchrunner.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The file of an SQLite ledger as it was opened. SQLite itself goes on writing to a file that has
 * been deleted, and all of that is lost when the program ends. And whatever is opened under the
 * ledger's name takes its write-ahead log for its own, applies it and removes it.
 */
final class LedgerFile implements WriteSession.Check {

  private final Path path;

  /** Returns the identity of the file, whatever its name; null if the system has none. */
  private final @Nullable Object key;

  /**
   * @throws SQLException if there is no such file; it is not made
   */
  LedgerFile(Path path) throws SQLException {
    this.path = path;
    this.key = key();
  }

  /**
   * @throws SQLException if another file lies there by now, or none
   */
  @Override
  public void check() throws SQLException {
    if (!Objects.equals(key(), key)) {
      throw lost("another file is in the place of %s".formatted(path));
    }
  }

  /**
   * SQLite would remove the log of a file that is new.
   *
   * @throws LedgerException if there is a log without its file
   */
  static void requireWithLog(Path path) throws IOException {
    Path log = path.resolveSibling(path.getFileName() + "-wal");
    if (isEmpty(path) && !isEmpty(log)) {
      throw new LedgerException(
          "the ledger %s is missing, only its log %s is there, with changes that belong to it; put the ledger back, or remove the log to start with an empty ledger"
              .formatted(path, log.getFileName()));
    }
  }

  private static boolean isEmpty(Path file) throws IOException {
    return !Files.exists(file) || Files.size(file) == 0;
  }

  /** Why a ledger can't be read: it may be none at all. */
  static SQLException unreadable(LedgerSettings settings, SQLException e) {
    int code = e.getErrorCode();
    boolean none =
        code == SQLiteErrorCode.SQLITE_ERROR.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    if (!settings.sqlite() || !none) {
      return e;
    }
    SQLException lost = lost("%s is not a ledger".formatted(settings.file()));
    lost.initCause(e);
    return lost;
  }

  private @Nullable Object key() throws SQLException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      throw lost("%s is not there any more".formatted(path));
    }
  }

  private static SQLException lost(String what) {
    return new SQLiteException(
        what + "; put the ledger back, or stop the program", SQLiteErrorCode.SQLITE_CANTOPEN);
  }
}
