package org.batchrunner.app;

import java.util.Map;
import org.batchrunner.common.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/** Loads beside the start of the application what it needs later: the ledger's driver, JSON. */
final class Preloading {

  private static final Logger LOG = LoggerFactory.getLogger(Preloading.class);

  private Preloading() {}

  static void begin() {
    // Spring Boot's own would load what only pages need.
    System.setProperty("spring.backgroundpreinitializer.ignore", "true");
    Thread thread = new Thread(Preloading::load, "preloading");
    thread.setDaemon(true);
    thread.start();
  }

  private static void load() {
    try {
      boolean driver = SQLiteJDBCLoader.initialize();
      LOG.trace("{}", Json.write(Map.of("sqlite", driver)));
    } catch (Exception | LinkageError e) {
      LOG.debug("what could be loaded ahead is loaded when it is needed", e);
    }
  }
}
