package org.batchrunner.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import org.batchrunner.batch.manage.BatchView;
import org.batchrunner.common.Count;
import org.batchrunner.common.Ticker;

/** Progress as lines in a file or a pipe: soon at first, then every half minute. */
final class ProgressLines implements ProgressDisplay {

  private static final long FIRST = TimeUnit.SECONDS.toNanos(2);
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);

  private final PrintWriter err;
  private final Ticker ticker;
  private String batch = "";
  private long begun;
  private long doneBefore;
  private long next;
  private long pause;

  ProgressLines(PrintWriter err, Ticker ticker) {
    this.err = err;
    this.ticker = ticker;
  }

  @Override
  public void update(BatchView view) {
    long now = ticker.nanos();
    if (!batch.equals(view.batch().id())) {
      batch = view.batch().id();
      begun = now;
      doneBefore = view.done();
      pause = FIRST;
      next = now + pause;
    }
    if (now - next < 0 || view.batch().state().ended()) {
      return;
    }
    pause = Math.min(2 * pause, LONGEST);
    next = now + pause;
    long undone = view.batch().total() - view.done();
    err.printf(
        "%s: %d of %s done, %s%s%n",
        batch,
        view.done(),
        Count.of(view.batch().total(), "task"),
        ProgressDisplay.money(view),
        ProgressDisplay.left(now - begun, view.done() - doneBefore, undone));
    err.flush();
  }
}
