package org.batchrunner.ledger;

import java.sql.SQLException;
import java.util.Map;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What the two databases do differently. */
enum SqlDialect {
  SQLITE {
    @Override
    Map<String, String> placeholders() {
      return Map.of("rows", "WITHOUT ROWID", "single", "");
    }

    @Override
    String durably(int checkpointPages) {
      return "PRAGMA wal_autocheckpoint = " + checkpointPages;
    }

    @Override
    String forUpdate() {
      return "";
    }

    @Override
    String likeInAnyCase() {
      return "LIKE";
    }

    @Override
    boolean outside(SQLException e) {
      return e instanceof SQLiteException sqlite
          && switch (SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)) {
            case SQLITE_FULL,
                SQLITE_IOERR,
                SQLITE_BUSY,
                SQLITE_LOCKED,
                SQLITE_PROTOCOL,
                SQLITE_READONLY,
                SQLITE_CANTOPEN,
                SQLITE_NOMEM,
                SQLITE_INTERRUPT,
                SQLITE_CORRUPT,
                SQLITE_NOTADB,
                SQLITE_PERM ->
                true;
            default -> false;
          };
    }
  },

  POSTGRESQL {
    @Override
    Map<String, String> placeholders() {
      return Map.of("rows", "WITH (fillfactor = 70)", "single", "WITH (fillfactor = 20)");
    }

    /** A server may be set to answer before a commit is on the disk; some tools do that. */
    @Override
    String durably(int checkpointPages) {
      return "SELECT set_config('synchronous_commit', 'on', false)"
          + " WHERE current_setting('synchronous_commit') = 'off'";
    }

    @Override
    String forUpdate() {
      return " FOR UPDATE";
    }

    @Override
    String likeInAnyCase() {
      return "ILIKE";
    }

    /** By SQLSTATE class: connections, rollbacks, resources, operators, the system, corruption. */
    @Override
    boolean outside(SQLException e) {
      String state = e.getSQLState();
      return state != null && state.matches("(08|40|53|57|58|XX|25|28|3D|55).*");
    }
  };

  /** Returns the folder of the migrations. */
  abstract Map<String, String> placeholders();

  /** Makes the connection's commits durable before they return. */
  abstract String durably(int checkpointPages);

  /** Locks what a transaction reads; SQLite's are alone anyway. */
  abstract String forUpdate();

  /** The operator that finds a pattern in a text whatever the case. */
  abstract String likeInAnyCase();

  /**
   * Returns whether the cause lies outside the operation, so that it may work when it is tried
   * again.
   */
  abstract boolean outside(SQLException e);
}
