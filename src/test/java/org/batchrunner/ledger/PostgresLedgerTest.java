package org.batchrunner.ledger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on PostgreSQL. */
class PostgresLedgerTest extends LedgerContract {

  private static Postgres postgres;
  private LedgerSettings settings;

  @BeforeAll
  static void start() {
    postgres = new Postgres();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Override
  LedgerSettings settings() {
    if (settings == null) {
      settings = postgres.newDatabase();
    }
    return settings;
  }
}
