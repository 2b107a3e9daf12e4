package org.batchrunner.planted;

import java.sql.Connection;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.batchrunner.ledger.Ledger;

/** Breaks each rule of the house once, so that ArchitectureTest can show that it would be found. */
final class Planted {

  private Planted() {}

  static Object camel(Exchange exchange) {
    return exchange.getMessage();
  }

  static Object sql(Connection connection) {
    return connection.toString();
  }

  static Object clock() {
    return Instant.now();
  }

  static long ticker() {
    return System.nanoTime();
  }

  static Object anotherRoom(Ledger ledger) {
    return ledger.money();
  }
}
