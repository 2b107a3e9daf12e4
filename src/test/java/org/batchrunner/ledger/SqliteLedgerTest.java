package org.batchrunner.ledger;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
class SqliteLedgerTest extends LedgerContract {

  @TempDir Path folder;

  @Override
  LedgerSettings settings() {
    return LedgerSettings.in(folder.resolve("data"));
  }
}
