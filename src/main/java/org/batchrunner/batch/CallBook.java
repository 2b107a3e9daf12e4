package org.batchrunner.batch;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.batchrunner.ledger.CallState;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.Settlement;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Grant;
import org.batchrunner.money.PriceList;
import org.batchrunner.money.PricedModel;
import org.batchrunner.money.Tokens;
import org.batchrunner.provider.Decoded;
import org.batchrunner.provider.Outcome;
import org.batchrunner.provider.Unreadable;
import org.batchrunner.task.Mode;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Reply;
import org.jspecify.annotations.Nullable;

/** Keeps the book of calls: intents before they leave, settlements when they are known. */
public final class CallBook {

  private static final int OK = 200;
  private static final int COST_DECIMALS = 6;

  private final Ledger ledger;
  private final PriceList prices;
  private final CallsInFlight inFlight;
  private final Breaches breaches;
  private final Tally tally;
  private final Clock clock;

  public CallBook(
      Ledger ledger,
      PriceList prices,
      CallsInFlight inFlight,
      Breaches breaches,
      Tally tally,
      Clock clock) {
    this.ledger = ledger;
    this.prices = prices;
    this.inFlight = inFlight;
    this.breaches = breaches;
    this.tally = tally;
    this.clock = clock;
  }

  /** Told of replies that used more than their bound. */
  public interface Breaches {
    void breach(RunContext context, String sentence);
  }

  /**
   * A reply for which nothing has to be paid: from the ledger, or from an identical call under way,
   * which is waited for.
   *
   * @return empty if the call must be made; then the caller leads, and has to {@link #end} it
   */
  Optional<Reply> reuse(Calling calling) throws InterruptedException {
    Optional<Reply> reply =
        calling.stored() != null ? Optional.of(calling.stored()) : stored(calling);
    if (reply.isPresent()) {
      calling.run().reused(reply.get());
      tally.reused();
    }
    return reply;
  }

  private Optional<Reply> stored(Calling calling) throws InterruptedException {
    if (!calling.run().options().reuse()) {
      return Optional.empty();
    }
    String key = calling.call().key();
    CompletableFuture<Optional<Reply>> mine = new CompletableFuture<>();
    while (true) {
      CompletableFuture<Optional<Reply>> other = inFlight.join(key, mine);
      boolean ours = inFlight.withdraw(key) && calling.hasIntentAhead();
      if (other == null) {
        Optional<Reply> stored = ours ? Optional.empty() : stored(key);
        if (stored.isPresent()) {
          inFlight.end(key, mine, stored);
          withdraw(calling);
        } else {
          calling.lead(mine);
        }
        return stored;
      }
      Optional<Reply> shared = waitFor(other);
      if (shared.isPresent()) {
        withdraw(calling);
        return shared.map(StoredReplies::free);
      }
    }
  }

  private Optional<Reply> stored(String key) {
    Map<String, StoredReply> found = ledger.replies().find(List.of(key));
    return Optional.ofNullable(found.get(key)).map(StoredReplies::reply);
  }

  private static Optional<Reply> waitFor(CompletableFuture<Optional<Reply>> other)
      throws InterruptedException {
    try {
      return other.get();
    } catch (ExecutionException e) {
      return Optional.empty();
    }
  }

  /** Ends a call without a reply, for which others may wait. */
  void end(Calling calling) {
    CompletableFuture<Optional<Reply>> mine = calling.takeLed();
    if (mine != null) {
      inFlight.end(calling.call().key(), mine, Optional.empty());
    }
  }

  /** An intent whose call is not made after all. */
  void withdraw(Calling calling) {
    if (calling.takeIntentAhead()) {
      notSent(calling);
    }
  }

  /**
   * Writes an attempt's intent; when this returns it is in the ledger.
   *
   * @throws CapRefused if the attempt needs more money than a cap leaves
   */
  void intend(Calling calling) {
    if (calling.takeIntentAhead()) {
      return;
    }
    Run run = calling.run();
    calling.intent(run.nextNumber());
    Grant grant =
        Ledger.await(
            ledger
                .money()
                .intend(
                    run.context().no(),
                    run.context().epoch(),
                    Holds.intent(calling),
                    calling.enlargement()));
    if (grant != Grant.GRANTED) {
      throw new CapRefused(grant, calling.call().worst());
    }
    calling.reserve();
  }

  /** An intended attempt that was not sent after all. */
  void notSent(Calling calling) {
    settle(calling, Settlement.free(seq(calling), calling.intent(), null, "not sent", 0));
  }

  /** Settles a reply that could be read. */
  Reply settle(Calling calling, Decoded decoded, long latencyMs) {
    Dollars worst = calling.call().worst();
    Optional<Dollars> known = cost(calling, decoded.model(), decoded.tokens());
    Dollars cost = known.orElse(worst);
    Reply reply =
        new Reply(
            decoded.model(),
            decoded.text(),
            decoded.tokens(),
            cost,
            known.isPresent(),
            decoded.finish(),
            latencyMs,
            calling.attempts());
    CompletableFuture<Boolean> committed =
        settle(
            calling,
            new Settlement(
                seq(calling),
                calling.intent(),
                known.isPresent() ? CallState.SETTLED : CallState.AT_RISK,
                known.orElse(Dollars.ZERO),
                decoded.model(),
                decoded.tokens(),
                decoded.finish(),
                OK,
                decoded.requestId(),
                null,
                latencyMs,
                new Settlement.Answer(calling.call().key(), decoded.text())));
    calling.usedUp();
    tally.ended(
        calling, known.isPresent() ? CallOutcome.ANSWERED : CallOutcome.UNPRICED, latencyMs);
    calling.run().count(calling.call(), reply);
    CompletableFuture<Optional<Reply>> mine = calling.takeLed();
    if (mine != null) {
      inFlight.end(calling.call().key(), mine, reply, committed);
    }
    checkBound(calling, cost);
    return reply;
  }

  /** Settles a reply that can't be used; its usage may be known all the same. */
  void settleUnreadable(Calling calling, Unreadable reply, Outcome outcome, long latencyMs) {
    String model = reply.model() == null ? calling.call().model().model() : reply.model();
    Optional<Dollars> known = cost(calling, model, reply.tokens());
    if (known.isEmpty()) {
      settle(calling, outcome, latencyMs);
      return;
    }
    settle(
        calling,
        new Settlement(
            seq(calling),
            calling.intent(),
            CallState.SETTLED,
            known.get(),
            model,
            reply.tokens(),
            null,
            OK,
            null,
            outcome.message(),
            latencyMs,
            null));
    calling.usedUp();
    tally.ended(calling, CallOutcome.UNREADABLE, latencyMs);
    calling.run().count(calling.call(), model, reply.tokens(), known.get(), latencyMs);
    checkBound(calling, known.get());
  }

  /** Settles an attempt without a usable reply. */
  void settle(Calling calling, Outcome outcome, long latencyMs) {
    tally.ended(calling, CallOutcome.of(outcome), latencyMs);
    boolean free = outcome.billed() == Outcome.Billed.NO || calling.call().worst().isZero();
    int seq = seq(calling);
    settle(
        calling,
        free
            ? Settlement.free(seq, calling.intent(), null, outcome.message(), latencyMs)
            : Settlement.atRisk(seq, calling.intent(), null, outcome.message(), latencyMs));
    if (!free) {
      calling.usedUp();
      calling.run().countLost(calling.call().worst());
    }
  }

  @CanIgnoreReturnValue
  private CompletableFuture<Boolean> settle(Calling calling, Settlement settlement) {
    return Unawaited.change(ledger.money().settle(calling.run().context().no(), settlement));
  }

  private static int seq(Calling calling) {
    return calling.run().task().seq();
  }

  private void checkBound(Calling calling, Dollars cost) {
    Dollars worst = calling.call().worst();
    if (cost.exceeds(worst)) {
      breaches.breach(
          calling.run().context(),
          "a reply of %s cost %s where %s was the most it could"
              .formatted(
                  calling.call().model(), cost.format(COST_DECIMALS), worst.format(COST_DECIMALS)));
    }
  }

  /** Empty if the usage or the price of the model that ran is not known. */
  private Optional<Dollars> cost(Calling calling, String model, @Nullable Tokens tokens) {
    if (calling.run().context().mode() == Mode.MOCK) {
      return Optional.of(Dollars.ZERO);
    }
    if (tokens == null) {
      return Optional.empty();
    }
    ModelId ran = new ModelId(calling.call().model().provider(), model);
    return prices
        .find(ran.provider(), ran.model(), LocalDate.now(clock))
        .map(PricedModel::price)
        .map(price -> price.cost(tokens));
  }
}
