package org.batchrunner.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.batchrunner.batch.BatchView;
import org.jspecify.annotations.Nullable;

/** The progress of {@code run}: a bar on a terminal, else nothing. */
final class Progress implements AutoCloseable {

  private static final int REFRESH_MS = 200;
  private static final int SECONDS = 60;

  private final boolean terminal;
  private @Nullable ProgressBar bar;
  private String batch = "";
  private long begun;
  private long doneBefore;

  private Progress(boolean terminal) {
    this.terminal = terminal;
  }

  static Progress show(PrintWriter err, boolean quiet) {
    return new Progress(!quiet && System.console() != null && err != null);
  }

  void update(BatchView view) {
    if (!terminal) {
      return;
    }
    if (!batch.equals(view.batch().id())) {
      close();
      batch = view.batch().id();
      bar =
          new ProgressBarBuilder()
              .setTaskName(batch)
              .setInitialMax(view.batch().total())
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REFRESH_MS)
              .hideEta()
              .build();
      begun = System.nanoTime();
      doneBefore = view.done();
    }
    ProgressBar shown = bar;
    if (shown != null) {
      shown.stepTo(view.done());
      shown.setExtraMessage(
          " %s of %s%s"
              .formatted(
                  view.spent().format(4),
                  view.batch().options().perBatchCap().format(2),
                  left(view.done() - doneBefore, view.batch().total() - view.done())));
    }
  }

  /** The time that is left at the rate so far; nothing where that is not known. */
  private String left(long done, long undone) {
    if (done <= 0 || undone <= 0) {
      return "";
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds((System.nanoTime() - begun) / done * undone);
    return ", %d:%02d left".formatted(seconds / SECONDS, seconds % SECONDS);
  }

  @Override
  public void close() {
    ProgressBar shown = bar;
    if (shown != null) {
      shown.close();
      bar = null;
    }
  }
}
