package org.batchrunner.batch;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of the ledger that nobody waits for. The writer keeps them until they are durable; one
 * that it refuses, such as one of a run whose batch another program has by now, is logged.
 */
public final class LoggedWrites {

  private static final Logger LOG = LoggerFactory.getLogger(LoggedWrites.class);

  private LoggedWrites() {}

  @CanIgnoreReturnValue
  public static <T> CompletableFuture<T> change(CompletableFuture<T> change) {
    return change.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            LOG.warn("the ledger refused a change: {}", failure.getMessage());
          }
        });
  }
}
