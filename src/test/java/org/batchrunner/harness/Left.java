package org.batchrunner.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/** What a killed program left behind: how far it had come. */
enum Left {
  NO_LEDGER,
  HALF_MADE_LEDGER,
  /** The file lies in the inbox. */
  UNTOUCHED,
  /** The file is copied and not in the ledger. */
  COPIED,
  /** The batch is in the ledger, and the file is still in the inbox. */
  IN_LEDGER,
  /** The file has been moved, and no result is in the outbox. */
  MOVED,
  SOME_RESULTS,
  /** All results are in the outbox, not all reports. */
  ALL_RESULTS,
  REPORTED;

  static Left of(Workplace workplace, String name, int tasks) {
    Path ledger = workplace.data().resolve("ledger.db");
    if (!Files.exists(ledger)) {
      return NO_LEDGER;
    }
    long batches = batches(ledger);
    if (batches < 0) {
      return HALF_MADE_LEDGER;
    }
    if (batches == 0) {
      return copied(workplace) ? COPIED : UNTOUCHED;
    }
    if (Files.exists(workplace.inbox().resolve(name))) {
      return IN_LEDGER;
    }
    long results = results(workplace);
    if (results < tasks) {
      return results == 0 ? MOVED : SOME_RESULTS;
    }
    return workplace.reported(workplace.batches().size()) ? REPORTED : ALL_RESULTS;
  }

  /** How many results are in the outbox. */
  static long results(Workplace workplace) {
    long results = 0;
    for (Path batch : workplace.batches()) {
      Path file = batch.resolve("results.jsonl");
      if (Files.exists(file)) {
        try (Stream<String> lines = Files.lines(file)) {
          results += lines.count();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return results;
  }

  /** How many batches a copy of the ledger has; -1 if it has no table of them. */
  private static long batches(Path ledger) {
    try {
      Path folder = Files.createTempDirectory("left");
      for (String end : new String[] {"", "-wal"}) {
        Path part = ledger.resolveSibling(ledger.getFileName() + end);
        if (Files.exists(part)) {
          Files.copy(part, folder.resolve("ledger.db" + end));
        }
      }
      String url = "jdbc:sqlite:" + folder.resolve("ledger.db");
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT count(*) FROM batch")) {
        return row.getLong(1);
      } catch (SQLException e) {
        return -1;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the program has begun to copy a file. */
  static boolean copied(Workplace workplace) {
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(workplace.data(), path -> Files.isDirectory(path))) {
      return folders.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }
}
