package org.batchrunner.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tables, brought up to date by Flyway. */
final class LedgerSchema {

  /** The version that this program's newest migration makes. */
  static final String NEWEST = "7";

  private static final String VERSIONS =
      "SELECT version FROM flyway_schema_history WHERE success = TRUE"
          + " ORDER BY installed_rank DESC LIMIT 1";

  private final DataSource source;
  private final Map<String, String> placeholders;

  LedgerSchema(DataSource source, Map<String, String> placeholders) {
    this.source = source;
    this.placeholders = placeholders;
  }

  /** Returns whether there is nothing to do; asked first because Flyway takes a while to start. */
  boolean isCurrent() {
    try {
      return new JdbcTemplate(source).queryForList(VERSIONS, String.class).equals(List.of(NEWEST));
    } catch (DataAccessException e) {
      return false;
    }
  }

  /**
   * @throws LedgerException if that can't be done, or a newer program has been here
   */
  void update() {
    if (isCurrent()) {
      return;
    }
    try {
      Flyway flyway =
          Flyway.configure()
              .dataSource(source)
              .locations("classpath:db/migration")
              .placeholders(placeholders)
              .load();
      refuseNewer(flyway.info().all());
      flyway.migrate();
    } catch (FlywayException e) {
      throw new LedgerException("the ledger can't be opened: " + e.getMessage(), e);
    }
  }

  private static void refuseNewer(MigrationInfo[] migrations) {
    Arrays.stream(migrations)
        .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS)
        .findAny()
        .ifPresent(
            newer -> {
              throw new LedgerException(
                  "the ledger was written by a newer version of this program (its schema has"
                      + " version %s); use that version, or another data folder"
                          .formatted(newer.getVersion()));
            });
  }
}
