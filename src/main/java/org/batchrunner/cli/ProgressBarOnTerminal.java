package org.batchrunner.cli;

import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.batchrunner.batch.manage.BatchView;
import org.batchrunner.common.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar on standard error. It does not use JLine's terminal, which would handle Ctrl-C
 * itself and end the program at once.
 */
final class ProgressBarOnTerminal implements ProgressDisplay {

  private static final int REFRESH_MS = 200;
  private static final int NARROWEST = 40;

  private final int width;
  private final BooleanSupplier stopping;
  private final Ticker ticker;
  private @Nullable ProgressBar bar;
  private String batch = "";
  private long begun;
  private long doneBefore;

  /**
   * @param width of the terminal, in characters
   * @param stopping tells whether the program is stopping; the bar is then no longer drawn, so that
   *     the messages about the stop stay readable
   */
  ProgressBarOnTerminal(int width, BooleanSupplier stopping, Ticker ticker) {
    this.ticker = ticker;
    this.width = Math.max(width, NARROWEST);
    this.stopping = stopping;
  }

  @Override
  public void update(BatchView view) {
    if (!batch.equals(view.batch().id())) {
      close();
      batch = view.batch().id();
      bar =
          new ProgressBarBuilder()
              .setTaskName(batch)
              .setInitialMax(view.batch().total())
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REFRESH_MS)
              .setConsumer(new Line(width, stopping))
              .hideEta()
              .build();
      begun = ticker.nanos();
      doneBefore = view.done();
    }
    ProgressBar shown = bar;
    if (shown != null) {
      shown.stepTo(view.done());
      long undone = view.batch().total() - view.done();
      shown.setExtraMessage(
          " "
              + ProgressDisplay.money(view)
              + ProgressDisplay.left(ticker.nanos() - begun, view.done() - doneBefore, undone));
    }
  }

  @Override
  public void close() {
    ProgressBar shown = bar;
    if (shown != null) {
      shown.close();
      bar = null;
    }
  }

  /** Redraws the line of the bar until the program stops. */
  private static final class Line extends ConsoleProgressBarConsumer {

    private final BooleanSupplier stopping;

    Line(int width, BooleanSupplier stopping) {
      super(System.err, width);
      this.stopping = stopping;
    }

    @Override
    public void accept(String text) {
      if (!stopping.getAsBoolean()) {
        super.accept(text);
      }
    }

    @Override
    public void close() {
      if (!stopping.getAsBoolean()) {
        super.close();
      }
    }
  }
}
