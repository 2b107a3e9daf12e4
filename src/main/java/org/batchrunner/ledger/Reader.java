package org.batchrunner.ledger;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;

/** Reads what is committed. */
final class Reader {

  private final JdbcTemplate jdbc;

  Reader(DataSource source) {
    this.jdbc = new JdbcTemplate(source);
  }

  <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... values) {
    try {
      return jdbc.query(sql, mapper, values);
    } catch (DataAccessException e) {
      throw new LedgerException(
          "The ledger can't be read: " + e.getMostSpecificCause().getMessage() + ".", e);
    }
  }

  <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... values) {
    return list(sql, mapper, values).stream().findFirst();
  }

  /** Hands over each row without keeping it. */
  void each(String sql, RowCallbackHandler handler, @Nullable Object... values) {
    try {
      jdbc.query(sql, handler, values);
    } catch (DataAccessException e) {
      throw new LedgerException(
          "The ledger can't be read: " + e.getMostSpecificCause().getMessage() + ".", e);
    }
  }

  void execute(String sql) {
    try {
      jdbc.execute(sql);
    } catch (DataAccessException e) {
      throw new LedgerException(
          "The ledger can't be read: " + e.getMostSpecificCause().getMessage() + ".", e);
    }
  }
}
