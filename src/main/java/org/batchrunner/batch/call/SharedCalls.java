package org.batchrunner.batch.call;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.batchrunner.task.Reply;
import org.jspecify.annotations.Nullable;

/** Calls under way, by their content: rows that repeat share one call. */
public final class SharedCalls {

  private final Map<String, CompletableFuture<Optional<Reply>>> calls = new ConcurrentHashMap<>();
  private final Set<String> announced = ConcurrentHashMap.newKeySet();

  /**
   * Announces a call whose intent is to be written ahead. To be asked before the ledger is asked
   * for its reply: then there is no moment in which neither of them knows of an identical call.
   *
   * @return false if an identical call is announced or under way
   */
  public boolean announce(String key) {
    if (!announced.add(key)) {
      return false;
    }
    if (calls.containsKey(key)) {
      announced.remove(key);
      return false;
    }
    return true;
  }

  /**
   * A call that was announced begins, is taken over by an identical one, or is not made.
   *
   * @return whether it was announced still
   */
  @CanIgnoreReturnValue
  public boolean withdraw(String key) {
    return announced.remove(key);
  }

  /**
   * Joins an identical call, or leads.
   *
   * @param mine completed by {@link #end} if the caller leads
   * @return what the leader will have, empty if it gets no reply; null if the caller leads, and
   *     must end it
   */
  public @Nullable CompletableFuture<Optional<Reply>> join(
      String key, CompletableFuture<Optional<Reply>> mine) {
    return calls.putIfAbsent(key, mine);
  }

  /** Ends a call that has no reply, or one that the ledger has. */
  public void end(String key, CompletableFuture<Optional<Reply>> mine, Optional<Reply> reply) {
    calls.remove(key, mine);
    mine.complete(reply);
  }

  /** Ends a call whose reply is on its way into the ledger: until then it can still be joined. */
  public void end(
      String key,
      CompletableFuture<Optional<Reply>> mine,
      Reply reply,
      CompletableFuture<?> committed) {
    mine.complete(Optional.of(reply));
    var unused = committed.whenComplete((done, failure) -> calls.remove(key, mine));
  }
}
