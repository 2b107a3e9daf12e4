package org.batchrunner.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.batchrunner.batch.Control;
import org.batchrunner.batch.Inspection;
import org.batchrunner.batch.MoneyAtRisk;
import org.batchrunner.batch.Planner;
import org.batchrunner.batch.Reporter;
import org.batchrunner.batch.Settings;
import org.batchrunner.batch.Worker;
import org.batchrunner.money.PriceList;
import org.batchrunner.task.Mode;
import org.batchrunner.upkeep.Upkeep;
import org.jspecify.annotations.Nullable;

/** The program, as far as a command needs it. */
public interface Program extends AutoCloseable {

  Settings settings();

  Clock clock();

  Control control();

  Inspection inspection();

  Planner planner();

  Reporter reporter();

  MoneyAtRisk atRisk();

  Upkeep upkeep();

  PriceList prices();

  /** Whether batches accepted now really call models. */
  Mode mode();

  /** Works batches. Only in a program that was started to work. */
  Worker worker();

  /** Where its page is. Only in a program that was started to watch. */
  URI page();

  /** How a user gets into the page. Only in a program that was started to watch. */
  Entrance entrance();

  /**
   * @param address of the page, with the token where the program made one that may be shown
   * @param tokenFile where the token is kept that the program made; null where it made none
   */
  record Entrance(URI address, @Nullable Path tokenFile) {

    /** Without the token. */
    @Override
    public String toString() {
      return "Entrance[" + tokenFile + "]";
    }
  }

  /** Waits until the program is told to stop. Only in a program that was started to watch. */
  Stop awaitStop() throws InterruptedException;

  /** Whether it has been told to end, by Ctrl-C or another signal. */
  boolean isStopping();

  /** Why a program stops. */
  enum Stop {
    END,
    /** To start anew at once, with settings that have changed. */
    RESTART
  }

  @Override
  void close();

  /** How much of the program a command needs. */
  enum Extent {
    /** The ledger and the settings. */
    LEDGER,
    /** And the routes, to work batches. */
    WORK,
    /** And the inbox and the dashboard. */
    WATCH
  }

  /** Starts the program. */
  interface Launcher {

    /**
     * @param settings overrides, as {@code --batch-runner.outbox=…}
     * @throws UserError if the settings are wrong
     */
    Program launch(Extent extent, String... settings);

    /** Whether the program has been told to end: what fails from then on is of no interest. */
    default boolean isStopping() {
      return false;
    }
  }
}
