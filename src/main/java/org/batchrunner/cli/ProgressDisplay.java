package org.batchrunner.cli;

import org.batchrunner.batch.manage.BatchView;
import org.batchrunner.money.Dollars;
import picocli.CommandLine;

/** Shows how far {@code run} is: a bar on a terminal, lines now and then elsewhere. */
interface ProgressDisplay extends AutoCloseable {

  static ProgressDisplay of(CommandLine command, RunningProgram program) {
    return Terminal.isThere()
        ? new ProgressBarOnTerminal(
            command.getUsageHelpWidth() - 1, program::isStopping, program.ticker())
        : new ProgressLines(command.getErr(), program.ticker());
  }

  void update(BatchView view);

  @Override
  default void close() {}

  /** Returns the remaining time at the rate so far, as {@code , 1:20 left}; empty if unknown. */
  static String left(long nanos, long done, long undone) {
    if (done <= 0 || undone <= 0) {
      return "";
    }
    long seconds = nanos / done * undone / 1_000_000_000L;
    return ", %d:%02d left".formatted(seconds / 60, seconds % 60);
  }

  /** Returns the money spent so far and the cap, as {@code 0.1200 of 5.00}. */
  static String money(BatchView view) {
    return "%s of %s"
        .formatted(
            view.spent().format(Dollars.COST_DECIMALS),
            view.batch().options().perBatchCap().format(Dollars.CAP_DECIMALS));
  }
}
