package org.batchrunner.batch.active;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.batchrunner.intake.RejectedFileException;

/** Runs batches: the routes, as commands and the dashboard see them. */
public interface BatchQueue {

  /**
   * Accepts a file that stays where it is, and starts its batch.
   *
   * @param options over those of the file {@code NAME.yaml} beside it, by key
   * @return the batch's id
   * @throws RejectedFileException if the file or an option is wrong
   */
  String submit(Path file, Map<String, Object> options);

  /** Starts a batch, if it runs nowhere. */
  void work(String batch);

  /** Goes on with a batch that was paused or given back, if it can go on by now. */
  void goOn(String batch);

  /** Whether the batch runs here. */
  boolean works(String batch);

  /** Returns why a batch is no longer tried before the next start; empty if it still is. */
  Optional<String> givenUp(String batch);

  /** Waits for something to change, a moment at most. */
  void awaitChange(String batch) throws InterruptedException;
}
