package org.batchrunner.ledger;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer's health, for all who ask or listen. */
final class WriterHealth {

  private static final Logger LOG = LoggerFactory.getLogger(WriterHealth.class);

  private final Clock clock;
  private final List<Consumer<Health>> listeners = new CopyOnWriteArrayList<>();
  private volatile Health health = Health.GOOD;

  WriterHealth(Clock clock) {
    this.clock = clock;
  }

  Health health() {
    return health;
  }

  void listen(Consumer<Health> listener) {
    listeners.add(listener);
  }

  void good() {
    if (!health.good()) {
      LOG.info("The ledger can write again.");
      tell(Health.GOOD);
    }
  }

  void trouble(SQLException e) {
    Health before = health;
    if (before.good()) {
      LOG.error("{} It is tried again until it works.", sentence(e));
      tell(new Health(sentence(e), clock.instant()));
    } else {
      tell(new Health(sentence(e), before.since()));
    }
  }

  static String sentence(Throwable e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    return "The ledger can't be written: " + message + (message.endsWith(".") ? "" : ".");
  }

  private void tell(Health now) {
    if (now.equals(health)) {
      return;
    }
    health = now;
    for (Consumer<Health> listener : listeners) {
      try {
        listener.accept(now);
      } catch (RuntimeException e) {
        LOG.warn("A listener to the ledger's health failed", e);
      }
    }
  }
}
