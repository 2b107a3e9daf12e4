package org.batchrunner.batch.call;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.active.StopRequest;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.batch.run.CallResult;
import org.batchrunner.common.FailureWords;
import org.batchrunner.ledger.CreditProbe;
import org.batchrunner.ledger.LedgerException;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Grant;
import org.batchrunner.provider.CallFailedException;
import org.batchrunner.provider.CallFailure;
import org.batchrunner.provider.limits.LimiterState;
import org.batchrunner.provider.limits.Permit;
import org.batchrunner.provider.limits.ProviderLimits;
import org.batchrunner.task.ModelId;

/** Calls that end without a reply: why, and what that means for their batch. */
final class AbandonedCalls {

  private final CallAccounting book;
  private final CallGate gate;
  private final ActiveBatches batches;
  private final ProviderLimits pace;
  private final Clock clock;

  /** What providers said that are out of credit, by their names. */
  private final Map<String, Empty> noCredit = new ConcurrentHashMap<>();

  AbandonedCalls(
      CallAccounting book, CallGate gate, ActiveBatches batches, ProviderLimits pace, Clock clock) {
    this.book = book;
    this.gate = gate;
    this.batches = batches;
    this.pace = pace;
    this.clock = clock;
  }

  /** Remembers what a provider says, which is told if that shuts it. */
  void note(String provider, CallFailure outcome) {
    if (outcome.outOfCredit()) {
      noCredit.put(provider, Empty.credit(outcome.message()));
    } else if (outcome.slowDown() && !pace.isShut(provider)) {
      noCredit.put(provider, new Empty("the limit is used up", outcome.message()));
    }
  }

  /** Why a call is not made. */
  RuntimeException notMade(CallInProgress calling) {
    boolean shut = gate.mayGoOn(calling) && pace.isShut(calling.endpoint());
    return shut ? new ProviderShutException() : new CallStoppedException();
  }

  /**
   * What a call without a reply comes to.
   *
   * @param step that failed, as the subject of a sentence
   */
  CallResult giveUp(CallInProgress calling, Throwable failure, String step) {
    book.withdraw(calling);
    leaveOpen(calling);
    book.end(calling);
    if (failure instanceof CapExceededException refused) {
      return CallResult.not(
          calling,
          refused.grant() == Grant.REFUSED_BY_RUN_CAP
              ? CallResult.Ending.REFUSED_BY_RUN_CAP
              : CallResult.Ending.REFUSED_BY_BATCH_CAP,
          "no money for a further attempt, which may cost "
              + refused.needed().format(Dollars.COST_DECIMALS));
    }
    if (failure instanceof CallFailedException failed) {
      if (failed.outcome().outOfCredit()) {
        return outOfCredit(calling, Empty.credit(failed.outcome().message()));
      }
      if (calling.wasHeldBackTooOften()) {
        return heldBack(calling, failed.outcome().message());
      }
      boolean halted = failed.outcome().asksToWait() && gate.isHalted(calling);
      boolean stopped = failed.outcome().retryable() && (halted || !gate.mayGoOn(calling));
      boolean undone = stopped || isEveryRows(calling, failed.outcome());
      return CallResult.not(
          calling,
          undone ? CallResult.Ending.UNDONE : CallResult.Ending.FAILED,
          "%s (%s)".formatted(failed.outcome().message(), attempts(calling)));
    }
    if (failure instanceof ProviderShutException) {
      return outOfCredit(
          calling,
          noCredit.getOrDefault(calling.endpoint(), Empty.credit("another call was told so")));
    }
    if (failure instanceof CallStoppedException || failure instanceof InterruptedException) {
      return CallResult.not(calling, CallResult.Ending.UNDONE, "the program stops");
    }
    Throwable unforeseen =
        failure instanceof LedgerException
            ? failure
            : new IllegalStateException(
                "%s failed: %s".formatted(step, FailureWords.of(failure)), failure);
    batches
        .known(calling.run().context().batch())
        .ifPresent(batch -> batches.failed(batch, unforeseen));
    return CallResult.not(
        calling, CallResult.Ending.UNDONE, "an unexpected error: " + unforeseen.getMessage());
  }

  /**
   * Accounts for an attempt whose step failed after the intent and before the settlement, and gives
   * back its permit.
   */
  private void leaveOpen(CallInProgress calling) {
    Permit ticket = calling.takeTicket();
    if (ticket != null) {
      pace.withdrawn(calling.endpoint(), ticket);
    }
    book.abandon(calling);
  }

  /** Whether a failure is every row's: then the batch is paused, and its rows stay undone. */
  private boolean isEveryRows(CallInProgress calling, CallFailure outcome) {
    Optional<ActiveBatch> known = batches.known(calling.run().context().batch());
    if (outcome.scope() == CallFailure.Scope.CALL || known.isEmpty()) {
      return false;
    }
    ActiveBatch batch = known.get();
    ModelId model = calling.call().model();
    batch
        .suspicions()
        .met(calling.run(), model, outcome, batch.worked())
        .ifPresent(reason -> batch.stop(StopRequest.REFUSED, reason));
    return batch.stopRequest() == StopRequest.REFUSED;
  }

  /** Rather paused, with its task undone, than tried for ever. */
  private CallResult heldBack(CallInProgress calling, String why) {
    String reason =
        "a request to %s could not be sent in %d tries (%s)"
            .formatted(calling.endpoint(), CallInProgress.MOST_HELD_BACK, why);
    batches
        .known(calling.run().context().batch())
        .ifPresent(batch -> batch.stop(StopRequest.PAUSE, reason));
    return CallResult.not(calling, CallResult.Ending.UNDONE, reason);
  }

  /**
   * What is used up at a provider.
   *
   * @param why as the provider says it
   */
  private record Empty(String what, String why) {

    static Empty credit(String why) {
      return new Empty("out of credit", why);
    }

    String at(String provider) {
      return "%s at %s: %s".formatted(what, provider, why);
    }
  }

  private CallResult outOfCredit(CallInProgress calling, Empty empty) {
    String provider = calling.endpoint();
    LimiterState state = pace.state(provider);
    Instant next = state.outOfCreditUntil();
    batches.outOfCredit(
        calling.run().context().batch(),
        new CreditProbe(next == null ? clock.instant() : next, provider, state.failedProbes()),
        empty.at(provider));
    return CallResult.not(calling, CallResult.Ending.UNDONE, empty.why());
  }

  private static String attempts(CallInProgress calling) {
    return calling.attempts() == 1 ? "1 attempt" : calling.attempts() + " attempts";
  }

  /** The call is not made: the account is out of credit, as another call was told. */
  private static final class ProviderShutException extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  /** The call is not made: the program stops, or the batch pauses. */
  private static final class CallStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }
}
