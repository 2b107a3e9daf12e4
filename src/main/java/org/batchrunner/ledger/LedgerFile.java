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
 * been deleted, and all of that is lost when the program ends.
 */
final class LedgerFile {

  private final Path path;

  /** Of the file that lies there, whatever its name; null where the system has no such thing. */
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
  void check() throws SQLException {
    if (!Objects.equals(key(), key)) {
      throw lost("another file is in the place of %s".formatted(path));
    }
  }

  /** Why it can't be read: it may be no ledger at all. */
  SQLException unreadable(SQLException e) {
    int code = e.getErrorCode();
    if (code != SQLiteErrorCode.SQLITE_ERROR.code && code != SQLiteErrorCode.SQLITE_NOTADB.code) {
      return e;
    }
    SQLException lost = lost("%s is not a ledger".formatted(path));
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LedgerFile file
        && file.path.equals(path)
        && Objects.equals(file.key, key);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, key);
  }
}
