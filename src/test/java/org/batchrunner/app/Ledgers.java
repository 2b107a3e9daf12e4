package org.batchrunner.app;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks into the embedded ledger of a program that is not running. */
final class Ledgers {

  private Ledgers() {}

  /** The first column of what a query finds. */
  static List<String> texts(Path home, String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
        ResultSet rows = ledger.createStatement().executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
