package org.batchrunner.batch.call;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.batch.run.ReplyCache;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.metrics.Counters;
import org.batchrunner.task.Reply;

/** Finds replies for which nothing has to be paid. */
final class ReplyReuse {

  private final Ledger ledger;
  private final SharedCalls inFlight;
  private final CallAccounting book;
  private final Counters tally;

  ReplyReuse(Ledger ledger, SharedCalls inFlight, CallAccounting book, Counters tally) {
    this.ledger = ledger;
    this.inFlight = inFlight;
    this.book = book;
    this.tally = tally;
  }

  /**
   * A reply for which nothing has to be paid: from the ledger, or from an identical call under way,
   * which is waited for.
   *
   * @return empty if the call must be made; then the caller leads, and has to {@link
   *     CallAccounting#end} it
   */
  Optional<Reply> reuse(CallInProgress calling) throws InterruptedException {
    Optional<Reply> reply =
        calling.stored() != null ? Optional.of(calling.stored()) : stored(calling);
    if (reply.isPresent()) {
      calling.run().reused(reply.get());
      tally.reused();
    }
    return reply;
  }

  private Optional<Reply> stored(CallInProgress calling) throws InterruptedException {
    if (!calling.run().options().reuse()) {
      return Optional.empty();
    }
    String key = calling.call().key();
    CompletableFuture<Optional<Reply>> mine = new CompletableFuture<>();
    while (true) {
      CompletableFuture<Optional<Reply>> other = inFlight.join(key, mine);
      boolean ours = inFlight.withdraw(key) && calling.hasIntentAhead();
      if (other == null) {
        Optional<Reply> stored = ours ? Optional.empty() : stored(calling, key);
        if (stored.isPresent()) {
          inFlight.end(key, mine, stored);
          book.withdraw(calling);
        } else {
          calling.lead(mine);
        }
        return stored;
      }
      Optional<Reply> shared = waitFor(other);
      if (shared.isPresent()) {
        book.withdraw(calling);
        return shared.map(Reply::free);
      }
    }
  }

  private Optional<Reply> stored(CallInProgress calling, String key) {
    Map<String, StoredReply> found =
        ledger.replies().find(calling.run().context().no(), List.of(key));
    return Optional.ofNullable(found.get(key)).map(ReplyCache::reply);
  }

  private static Optional<Reply> waitFor(CompletableFuture<Optional<Reply>> other)
      throws InterruptedException {
    try {
      return other.get();
    } catch (ExecutionException e) {
      return Optional.empty();
    }
  }
}
