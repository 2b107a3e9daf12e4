package org.batchrunner.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.batchrunner.batch.active.BatchQueue;
import org.batchrunner.batch.manage.BatchCommands;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.MoneyAtRisk;
import org.batchrunner.batch.manage.Reporter;
import org.batchrunner.batch.plan.Planner;
import org.batchrunner.common.Ticker;
import org.batchrunner.config.Settings;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.task.Mode;
import org.batchrunner.upkeep.Upkeep;
import org.jspecify.annotations.Nullable;

/** The started program, as commands see it. */
public interface RunningProgram extends AutoCloseable {

  Settings settings();

  Clock clock();

  Ticker ticker();

  BatchCommands control();

  BatchQueries inspection();

  Planner planner();

  Reporter reporter();

  MoneyAtRisk atRisk();

  Upkeep upkeep();

  PriceList prices();

  /** Returns whether batches that are accepted now call real models or the mock. */
  Mode mode();

  /** Returns the queue that runs batches. Only for the extents WORK and WATCH. */
  BatchQueue worker();

  /** Returns the address of the dashboard. Only for the extent WATCH. */
  URI page();

  /** Returns how a user opens the dashboard. Only for the extent WATCH. */
  Entrance entrance();

  /**
   * @param address of the dashboard, with the token if the program made one that may be shown
   * @param tokenFile the file with the token that the program made; null if it made none
   */
  record Entrance(URI address, @Nullable Path tokenFile) {

    /** Leaves out the token. */
    @Override
    public String toString() {
      return "Entrance[" + tokenFile + "]";
    }
  }

  /** Waits until the program is told to stop. Only for the extent WATCH. */
  Stop awaitStop() throws InterruptedException;

  /** Returns whether the program was told to end, by Ctrl-C or another signal. */
  boolean isStopping();

  /** The reason why the program stops. */
  enum Stop {
    END,
    /** It restarts at once, to apply changed settings. */
    RESTART
  }

  @Override
  void close();

  /** The parts of the program that a command needs. */
  enum Extent {
    /** The ledger and the settings. */
    LEDGER,
    /** Also the routes, to run batches. */
    WORK,
    /** Also the inbox and the dashboard. */
    WATCH
  }

  /** Starts the program. */
  interface Launcher {

    /**
     * @param settings that override all others, as {@code --batch-runner.outbox=…}
     * @throws CommandException if the settings are wrong
     */
    RunningProgram launch(Extent extent, String... settings);

    /** Returns whether the program was told to end; errors after that are not reported. */
    default boolean isStopping() {
      return false;
    }
  }
}
