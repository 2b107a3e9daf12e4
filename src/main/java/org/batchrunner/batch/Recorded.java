package org.batchrunner.batch;

import java.util.concurrent.CompletableFuture;
import org.batchrunner.task.Result;
import org.jspecify.annotations.Nullable;

/**
 * A run that ended.
 *
 * @param result null if the task was left undone
 * @param json of the result, as the ledger keeps it
 * @param committed completes when the ledger has it; false if another had written one before
 */
public record Recorded(@Nullable Result result, String json, CompletableFuture<Boolean> committed) {

  /** A run that was left: its task is not done. */
  public static Recorded undone() {
    return new Recorded(null, "", CompletableFuture.completedFuture(false));
  }
}
