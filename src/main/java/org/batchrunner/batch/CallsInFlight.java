package org.batchrunner.batch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.batchrunner.task.Reply;
import org.jspecify.annotations.Nullable;

/** Calls under way, by their content: rows that repeat share one call. */
public final class CallsInFlight {

  private final Map<String, CompletableFuture<Optional<Reply>>> calls = new ConcurrentHashMap<>();

  boolean contains(String key) {
    return calls.containsKey(key);
  }

  /**
   * Joins an identical call, or leads.
   *
   * @return what the leader will have, empty if it gets no reply; null if the caller leads and must
   *     {@link #end} it
   */
  @Nullable CompletableFuture<Optional<Reply>> join(String key) {
    return calls.putIfAbsent(key, new CompletableFuture<>());
  }

  void end(String key, Optional<Reply> reply) {
    CompletableFuture<Optional<Reply>> call = calls.remove(key);
    if (call != null) {
      call.complete(reply);
    }
  }
}
