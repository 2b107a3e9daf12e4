package org.batchrunner.batch.run;

import java.util.concurrent.CompletableFuture;
import org.batchrunner.task.Result;
import org.batchrunner.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * A task that ended.
 *
 * @param result null if the task was left undone
 * @param json of the result, as the ledger keeps it
 * @param committed completes when the ledger has it; false if another had written one before
 */
public record RecordedResult(
    Task task, @Nullable Result result, String json, CompletableFuture<Boolean> committed) {

  /** A run that was left: its task is not done. */
  public static RecordedResult undone(Task task) {
    return new RecordedResult(task, null, "", CompletableFuture.completedFuture(false));
  }
}
