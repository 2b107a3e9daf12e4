package org.batchrunner.outbox;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Writes the reports of a batch while it runs, so that they do not have to be written from the
 * ledger after the last task. Results arrive in the order in which tasks end; those that wait for
 * an earlier task are kept in memory. If too many wait or something fails, this class gives up, and
 * {@link Reports} writes the same files from the ledger. Not thread-safe.
 */
public final class ReportsAhead implements AutoCloseable {

  private static final int MOST_WAITING = 4000;

  private final long total;
  private final Map<Integer, TaskResult> waiting = new HashMap<>();
  private @Nullable ReportFiles files;
  private int next = 1;

  /**
   * @param batch of which no task has ended yet
   */
  public ReportsAhead(Outbox outbox, BatchFacts batch, InputColumns input) throws IOException {
    this.total = batch.total();
    this.files = new ReportFiles(outbox.folder(batch.id()), batch, input);
  }

  /** A task has ended, and the ledger has its result. */
  public void ended(Task task, StoredResult result) throws IOException {
    if (files == null) {
      return;
    }
    waiting.put(task.seq(), new TaskResult(task, result));
    for (TaskResult first = waiting.remove(next); first != null; first = waiting.remove(next)) {
      files.add(first);
      next++;
    }
    if (waiting.size() > MOST_WAITING) {
      close();
    }
  }

  /**
   * Puts the reports in their places, if every task is in them.
   *
   * @param batch as it is at its end
   * @return false if it gave up, or tasks are missing: nothing is changed then
   */
  public boolean keep(BatchFacts batch) throws IOException {
    if (files == null || next <= total) {
      return false;
    }
    files.keep(batch);
    return true;
  }

  /** Gives up, unless the reports are in their places. */
  @Override
  public void close() throws IOException {
    ReportFiles left = files;
    files = null;
    waiting.clear();
    if (left != null) {
      left.close();
    }
  }
}
