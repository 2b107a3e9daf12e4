package org.batchrunner.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/**
 * The writer's connection: statements are prepared once. After any failure it is closed and a new
 * one opened, so that no half transaction can live on.
 */
final class WriteSession implements AutoCloseable {

  final SqlDialect dialect;
  private final Connection connection;
  private final Check check;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  /** Whether what is connected is still the database. */
  interface Check {
    void check() throws SQLException;
  }

  WriteSession(Connection connection, SqlDialect dialect, Check check) {
    this.connection = connection;
    this.dialect = dialect;
    this.check = check;
  }

  /** Begins a transaction that writes; on SQLite it takes the file's lock at once. */
  void begin() throws SQLException {
    check.check();
    connection.setAutoCommit(false);
  }

  /** Returns whether the connection is lost. */
  boolean isLost() {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  /** Commits: turning auto-commit on does it, and on SQLite begins no new transaction. */
  void commit() throws SQLException {
    connection.setAutoCommit(true);
  }

  PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  int update(String sql, @Nullable Object... values) throws SQLException {
    return bound(sql, values).executeUpdate();
  }

  <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... values)
      throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet found = bound(sql, values).executeQuery()) {
      while (found.next()) {
        rows.add(mapper.mapRow(found, rows.size()));
      }
    }
    return rows;
  }

  <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... values)
      throws SQLException {
    return list(sql, mapper, values).stream().findFirst();
  }

  /** The statement, to bind and add a row to; {@link #runBatch} executes it. */
  PreparedStatement batch(String sql) throws SQLException {
    open.add(sql);
    return prepared(sql);
  }

  /** Executes the rows that were added to a statement, if any. */
  void runBatch(String sql) throws SQLException {
    if (open.remove(sql)) {
      int[] unused = prepared(sql).executeBatch();
    }
  }

  private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepared(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /**
   * Without a commit: what is open is rolled back. Where the database is not in its place it stays
   * open until the program ends: who closes an SQLite file last removes its write-ahead log, and
   * with it what only the log has.
   */
  @Override
  public void close() throws SQLException {
    try {
      check.check();
    } catch (SQLException e) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      return;
    }
    connection.close();
  }
}
