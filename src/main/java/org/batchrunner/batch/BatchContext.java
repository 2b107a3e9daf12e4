package org.batchrunner.batch;

import org.batchrunner.task.Mode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;

/**
 * What a run must know of its batch.
 *
 * @param batch the batch's id
 * @param no its number in the ledger
 * @param epoch of the lease under which the run was admitted
 * @param corpusHash {@code none} without a corpus
 */
public record BatchContext(
    String batch, long no, long epoch, Mode mode, Options options, String corpusHash) {

  public boolean grounded() {
    return !corpusHash.equals(Result.NO_CORPUS);
  }

  public Options optionsFor(Task task) {
    return options.forTask(task);
  }
}
