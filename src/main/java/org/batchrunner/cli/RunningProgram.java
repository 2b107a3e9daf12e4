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

/** The program, as far as a command needs it. */
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

  /** Whether batches accepted now really call models. */
  Mode mode();

  /** Works batches. Only in a program that was started to work. */
  BatchQueue worker();

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
     * @throws CommandException if the settings are wrong
     */
    RunningProgram launch(Extent extent, String... settings);

    /** Whether the program has been told to end: what fails from then on is of no interest. */
    default boolean isStopping() {
      return false;
    }
  }
}
