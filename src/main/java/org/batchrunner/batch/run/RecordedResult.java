package org.batchrunner.batch.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.task.Result;
import org.batchrunner.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * A task that ended.
 *
 * @param stored its result; null if the task was left undone
 * @param committed completes when the ledger has it; false if another had written one before
 * @param written set once the batch no longer waits for the file of this result
 */
public record RecordedResult(
    Task task,
    @Nullable StoredResult stored,
    CompletableFuture<Boolean> committed,
    AtomicBoolean written) {

  public RecordedResult(
      Task task, @Nullable StoredResult stored, CompletableFuture<Boolean> committed) {
    this(task, stored, committed, new AtomicBoolean());
  }

  /**
   * Returns true once: for the caller that tells the batch not to wait for the file of this result
   * any more.
   */
  public boolean takeWritten() {
    return written.compareAndSet(false, true);
  }

  /** A run that was left: its task is not done. */
  public static RecordedResult undone(Task task) {
    return undone(task, CompletableFuture.completedFuture(false));
  }

  /**
   * As {@link #undone(Task)}.
   *
   * @param left completes with false when the ledger has what its calls have cost
   */
  static RecordedResult undone(Task task, CompletableFuture<Boolean> left) {
    return new RecordedResult(task, null, left);
  }

  public @Nullable Result result() {
    return stored == null ? null : stored.result();
  }

  /** Named by routes, as {@code body.json}; empty if the task was left undone. */
  public String json() {
    return stored == null ? "" : stored.json();
  }
}
