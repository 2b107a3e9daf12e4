package org.batchrunner.batch.call;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.batch.LoggedWrites;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.batch.run.Run;
import org.batchrunner.ledger.CallState;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.Settlement;
import org.batchrunner.metrics.CallOutcome;
import org.batchrunner.metrics.Counters;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Grant;
import org.batchrunner.money.Tokens;
import org.batchrunner.provider.Billing;
import org.batchrunner.provider.CallFailure;
import org.batchrunner.provider.DecodedReply;
import org.batchrunner.provider.UnreadableReplyException;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Reply;
import org.jspecify.annotations.Nullable;

/** Keeps the book of calls: intents before they leave, settlements when they are known. */
public final class CallAccounting {

  private static final int OK = 200;

  private final Ledger ledger;
  private final ReplyPrice price;
  private final SharedCalls inFlight;
  private final Breaches breaches;
  private final Counters tally;
  private final ReplyReuse reuse;

  public CallAccounting(
      Ledger ledger, ReplyPrice price, SharedCalls inFlight, Breaches breaches, Counters tally) {
    this.ledger = ledger;
    this.price = price;
    this.inFlight = inFlight;
    this.breaches = breaches;
    this.tally = tally;
    this.reuse = new ReplyReuse(ledger, inFlight, this, tally);
  }

  /** Told of replies that used more than their bound. */
  public interface Breaches {
    void breach(BatchContext context, String sentence);
  }

  /**
   * A reply for which nothing has to be paid: from the ledger, or from an identical call under way,
   * which is waited for.
   *
   * @return empty if the call must be made; then the caller leads, and has to {@link #end} it
   */
  public Optional<Reply> reuse(CallInProgress calling) throws InterruptedException {
    return reuse.reuse(calling);
  }

  /** Ends a call without a reply, for which others may wait. */
  public void end(CallInProgress calling) {
    CompletableFuture<Optional<Reply>> mine = calling.takeLed();
    if (mine != null) {
      inFlight.end(calling.call().key(), mine, Optional.empty());
    }
  }

  /** An intent whose call is not made after all. */
  void withdraw(CallInProgress calling) {
    if (calling.takeIntentAhead()) {
      notSent(calling);
    }
  }

  /**
   * Writes an attempt's intent; when this returns it is in the ledger.
   *
   * @throws CapExceededException if the attempt needs more money than a cap leaves
   */
  public void intend(CallInProgress calling) {
    if (calling.takeIntentAhead()) {
      calling.opened();
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
                    calling.intended(),
                    calling.enlargement()));
    if (grant != Grant.GRANTED) {
      throw new CapExceededException(grant, calling.call().worst());
    }
    calling.reserve();
    calling.opened();
  }

  /**
   * Settles an attempt that a failed step has left open: its cost is at risk, unless the request
   * certainly never arrived anywhere.
   */
  void abandon(CallInProgress calling) {
    if (!calling.isOpen()) {
      return;
    }
    if (calling.progress() == CallProgress.UNSENT) {
      notSent(calling);
      return;
    }
    CallFailure lost =
        new CallFailure(
            CallFailure.Retry.NEVER,
            CallFailure.Billed.MAYBE,
            Optional.empty(),
            false,
            null,
            "a step failed before the reply was settled");
    settle(calling, calling.progress().neverArrived() ? lost.neverArrived() : lost, 0);
  }

  /** An intended attempt that was not sent after all. */
  public void notSent(CallInProgress calling) {
    settle(calling, Settlement.unsent(seq(calling), calling.intent(), "not sent"));
  }

  /** Settles a reply that could be read. */
  public Reply settle(CallInProgress calling, DecodedReply decoded, long latencyMs) {
    Dollars worst = calling.call().worst();
    Optional<Dollars> known = cost(calling, decoded.model(), decoded.tokens(), decoded.billing());
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
            calling.attempts(),
            decoded.ending(),
            decoded.raw());
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
                new Settlement.Answer(
                    calling.call().key(), decoded.text(), decoded.ending(), decoded.raw()),
                CallProgress.ANSWERED));
    calling.usedUp();
    counted(calling, known.isPresent() ? CallOutcome.ANSWERED : CallOutcome.UNPRICED, latencyMs);
    calling.run().count(calling.call(), reply);
    CompletableFuture<Optional<Reply>> mine = calling.takeLed();
    if (mine != null) {
      inFlight.end(calling.call().key(), mine, reply, committed);
    }
    checkBound(calling, cost, decoded.billing().tier());
    return reply;
  }

  /** Settles a reply that can't be used; its usage may be known all the same. */
  void settleUnreadable(
      CallInProgress calling, UnreadableReplyException reply, CallFailure outcome, long latencyMs) {
    String model = reply.model() == null ? calling.call().model().model() : reply.model();
    Optional<Dollars> known = cost(calling, model, reply.tokens(), reply.billing());
    calling.unusable(reply.partial(), reply.raw());
    Settlement.@Nullable Answer kept = kept(reply);
    if (known.isEmpty() && reply.tokens() == null) {
      settle(calling, outcome, latencyMs, kept);
      return;
    }
    Dollars most = known.orElse(calling.call().worst());
    settle(
        calling,
        new Settlement(
            seq(calling),
            calling.intent(),
            known.isPresent() ? CallState.SETTLED : CallState.AT_RISK,
            known.orElse(Dollars.ZERO),
            model,
            reply.tokens(),
            null,
            OK,
            null,
            outcome.message(),
            latencyMs,
            kept,
            CallProgress.ANSWERED));
    calling.usedUp();
    counted(calling, CallOutcome.UNREADABLE, latencyMs);
    calling.run().count(calling.call(), model, reply.tokens(), most, known.isPresent(), latencyMs);
    checkBound(calling, most, reply.billing().tier());
  }

  /** What can't be used is kept all the same: it may have been paid for. */
  private static Settlement.@Nullable Answer kept(UnreadableReplyException reply) {
    return reply.raw() == null && reply.partial() == null
        ? null
        : new Settlement.Answer(
            "", Objects.requireNonNullElse(reply.partial(), ""), "", reply.raw());
  }

  /** Settles an attempt without a usable reply. */
  public void settle(CallInProgress calling, CallFailure outcome, long latencyMs) {
    settle(calling, outcome, latencyMs, null);
  }

  private void settle(
      CallInProgress calling,
      CallFailure outcome,
      long latencyMs,
      Settlement.@Nullable Answer kept) {
    counted(calling, CallOutcome.of(outcome), latencyMs);
    boolean free = outcome.billed() == CallFailure.Billed.NO || calling.call().worst().isZero();
    int seq = seq(calling);
    Integer status = outcome.httpStatus();
    Settlement settlement =
        free
            ? Settlement.free(seq, calling.intent(), status, outcome.message(), latencyMs)
            : Settlement.atRisk(seq, calling.intent(), status, outcome.message(), latencyMs);
    settle(calling, settlement.keeping(kept).reached(calling.progress(), calling.vendorsId()));
    if (!free) {
      calling.usedUp();
      calling.run().countLost(calling.call().worst());
    }
  }

  @CanIgnoreReturnValue
  private CompletableFuture<Boolean> settle(CallInProgress calling, Settlement settlement) {
    var settled = ledger.money().settle(calling.run().context().no(), settlement);
    calling.closed();
    return LoggedWrites.change(settled);
  }

  private static int seq(CallInProgress calling) {
    return calling.run().task().seq();
  }

  private void checkBound(CallInProgress calling, Dollars cost, String tier) {
    Dollars worst = calling.call().worst();
    if (cost.exceeds(worst)) {
      breaches.breach(
          calling.run().context(),
          "a reply of %s%s cost %s where %s was the most it could"
              .formatted(
                  calling.call().model(),
                  tier.isEmpty() ? "" : ", served in the service tier '" + tier + "',",
                  cost.format(Dollars.CALL_DECIMALS),
                  worst.format(Dollars.CALL_DECIMALS)));
    }
  }

  /** Empty if the usage or the price of what ran is not known. */
  private Optional<Dollars> cost(
      CallInProgress calling, String model, @Nullable Tokens tokens, Billing billing) {
    if (calling.run().context().mode() == Mode.MOCK) {
      return Optional.of(Dollars.ZERO);
    }
    ReplyPrice.Bill bill = price.of(calling.call().model(), model, tokens, billing);
    calling.run().noteOnBill(calling.call().model(), bill.notes());
    return bill.cost();
  }

  private void counted(CallInProgress calling, CallOutcome outcome, long latencyMs) {
    tally.ended(
        new Counters.CallKind(calling.endpoint(), calling.call().model().model(), outcome),
        latencyMs);
  }
}
