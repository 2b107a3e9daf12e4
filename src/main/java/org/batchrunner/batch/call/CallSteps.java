package org.batchrunner.batch.call;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.batchrunner.batch.EventLog;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.active.StopRequest;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.batch.run.CallResult;
import org.batchrunner.ledger.CreditProbe;
import org.batchrunner.metrics.Counters;
import org.batchrunner.money.Grant;
import org.batchrunner.provider.Api;
import org.batchrunner.provider.Bounds;
import org.batchrunner.provider.CallFailedException;
import org.batchrunner.provider.CallFailure;
import org.batchrunner.provider.Classification;
import org.batchrunner.provider.DecodedReply;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.SendCancelledException;
import org.batchrunner.provider.UnreadableReplyException;
import org.batchrunner.provider.limits.LimiterState;
import org.batchrunner.provider.limits.Permit;
import org.batchrunner.provider.limits.ProviderLimits;
import org.batchrunner.provider.mock.MockModel;
import org.batchrunner.task.Call;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Reply;
import org.jspecify.annotations.Nullable;

/** What the call routes do at each step of a model call. */
public final class CallSteps {

  private static final int OK_FROM = 200;
  private static final int OK_TO = 299;
  private static final int COST_DECIMALS = 4;

  /** A guess that is rarely too low: what is paid for is not reckoned with it. */
  private static final int BYTES_PER_TOKEN = 3;

  private final CallAccounting book;
  private final ActiveBatches batches;
  private final Providers providers;
  private final ProviderLimits pace;
  private final MockModel mock;
  private final ProviderStateLog watch;
  private final Counters tally;
  private final Clock clock;

  /** What providers said that are out of credit. */
  private final Map<String, Empty> noCredit = new ConcurrentHashMap<>();

  public CallSteps(
      CallAccounting book,
      ActiveBatches batches,
      Providers providers,
      ProviderLimits pace,
      MockModel mock,
      Counters tally,
      Clock clock) {
    this.book = book;
    this.batches = batches;
    this.providers = providers;
    this.pace = pace;
    this.mock = mock;
    this.watch = new ProviderStateLog(pace, clock);
    this.tally = tally;
    this.clock = clock;
  }

  /** Whether a failed call is to be tried again. */
  public boolean mayTryAgain(CallInProgress calling, CallFailure outcome) {
    if (!outcome.retryable() || calling.wasHeldBackTooOften() || !mayGoOn(calling)) {
      return false;
    }
    if (outcome.asksToWait()) {
      return !isHalted(calling);
    }
    boolean twice =
        outcome.retry() != CallFailure.Retry.ONCE_MORE || calling.unreadableReplies() < 2;
    return twice && calling.failures() < calling.run().options().maxAttempts();
  }

  /** Whether the user wants no further task: then a call does not wait for its provider either. */
  private boolean isHalted(CallInProgress calling) {
    return batches
        .known(calling.run().context().batch())
        .map(batch -> batch.stopRequest().isByUser())
        .orElse(false);
  }

  /** Whether the program and the batch let a call, or a further attempt at it, begin. */
  public boolean mayGoOn(CallInProgress calling) {
    return batches
        .known(calling.run().context().batch())
        .map(ActiveBatch::letsCallsBegin)
        .orElse(true);
  }

  /**
   * A reply for which nothing has to be paid.
   *
   * @return empty if the call must be made
   */
  public Optional<Reply> reuse(CallInProgress calling) throws InterruptedException {
    return book.reuse(calling);
  }

  /**
   * When this ends, the attempt's intent is in the ledger. Nothing is intended while the provider
   * can't be asked.
   */
  public void intend(CallInProgress calling) throws InterruptedException {
    awaitLease(calling);
    boolean free =
        pace.awaitPause(calling.endpoint(), () -> mayGoOn(calling) && !isHalted(calling));
    boolean halted = !free && isHalted(calling);
    if (halted || !mayGoOn(calling) || pace.isShut(calling.endpoint())) {
      book.withdraw(calling);
      throw undone(calling);
    }
    book.intend(calling);
  }

  /** This program may have stood still: then another may have the batch by now. */
  private void awaitLease(CallInProgress calling) throws InterruptedException {
    Optional<ActiveBatch> mine = batches.find(calling.run().context().batch());
    if (mine.isPresent()) {
      mine.get().awaitLease();
    }
  }

  /**
   * The last look before a request is made.
   *
   * @throws SendCancelledException if the batch's lease may have run out, or no further call may
   *     begin
   */
  public void leaves(CallInProgress calling) throws SendCancelledException {
    Optional<ActiveBatch> known = batches.known(calling.run().context().batch());
    if (known.isPresent() && !known.get().onLease()) {
      throw new SendCancelledException(SendCancelledException.Reason.LEASE_UNSURE);
    }
    if (!mayGoOn(calling)) {
      throw new SendCancelledException(SendCancelledException.Reason.BATCH_STOPS);
    }
  }

  private RuntimeException undone(CallInProgress calling) {
    boolean shut = mayGoOn(calling) && pace.isShut(calling.endpoint());
    return shut ? new Shut() : new Undone();
  }

  /** Waits until the provider may be asked. */
  public void pace(CallInProgress calling) throws InterruptedException {
    if (calling.endpoint().equals(CallInProgress.MOCK)) {
      return;
    }
    Call call = calling.call();
    long since = System.nanoTime();
    Permit ticket =
        pace.await(
            calling.endpoint(),
            (int) Math.min(call.request().length / BYTES_PER_TOKEN, call.promptBound()),
            call.maxTokens(),
            () -> mayGoOn(calling) && !(isHalted(calling) && pace.isHeld(calling.endpoint())));
    if (ticket == null) {
      book.notSent(calling);
      throw undone(calling);
    }
    tally.waited(Counters.Waited.PACE, System.nanoTime() - since);
    calling.ticket(ticket);
  }

  /** The path of the call's request; a query of the provider's address may hold a key. */
  public String path(CallInProgress calling) {
    ModelId model = calling.call().model();
    ProviderSettings provider = providers.get(model.provider());
    String path = provider.api().path(provider.baseUrl(), model.model());
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  /** Answers in place of a model. */
  public Reply mock(CallInProgress calling) {
    return mock.answer(calling.prompt());
  }

  /** Settles a mock answer. */
  public Reply mocked(CallInProgress calling, Reply answer, long latencyMs) {
    String model = calling.call().model().model();
    return settled(
        calling,
        new DecodedReply(model, answer.text(), answer.tokens(), answer.finish(), null),
        latencyMs);
  }

  /**
   * Settles what a provider sent.
   *
   * @throws CallFailedException if it is not a usable reply
   */
  public Reply received(
      CallInProgress calling,
      int status,
      Map<String, String> headers,
      byte[] body,
      long latencyMs) {
    calling.sent();
    ModelId model = calling.call().model();
    Api api = providers.get(model.provider()).api();
    String key = providers.get(model.provider()).apiKey();
    if (status < OK_FROM || status > OK_TO) {
      byte[] error = withoutKey(body, key);
      byte[] request = calling.call().request();
      CallFailure outcome =
          Classification.of(api, status, headers, error, request, clock.instant());
      CallFailedException failed = failed(calling, outcome, headers);
      book.settle(calling, outcome, latencyMs);
      throw failed;
    }
    try {
      Bounds bounds = new Bounds(calling.call().promptBound(), calling.call().maxTokens());
      DecodedReply decoded = api.decode(body, headers, model.model(), bounds);
      Permit ticket = calling.ticket();
      if (ticket != null) {
        pace.succeeded(calling.endpoint(), ticket, headers);
        watch.succeeded(calling.endpoint());
      }
      batches
          .known(calling.run().context().batch())
          .ifPresent(batch -> batch.suspicions().answered(model));
      return settled(calling, decoded.without(key), latencyMs);
    } catch (UnreadableReplyException e) {
      byte[] request = calling.call().request();
      CallFailure outcome =
          withoutKey(Classification.unreadable(api, e, headers, request, clock.instant()), key);
      CallFailedException failed = failed(calling, outcome, headers);
      book.settleUnreadable(calling, e.without(key), outcome, latencyMs);
      throw failed;
    }
  }

  /** Some repeat the key that they refuse. */
  private static byte[] withoutKey(byte[] body, @Nullable String key) {
    if (key == null) {
      return body;
    }
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return text.contains(key)
        ? text.replace(key, "[key]").getBytes(StandardCharsets.ISO_8859_1)
        : body;
  }

  private static CallFailure withoutKey(CallFailure outcome, @Nullable String key) {
    return key == null ? outcome : outcome.saying(outcome.message().replace(key, "[key]"));
  }

  /**
   * Settles an attempt whose request or reply was lost.
   *
   * @throws CallFailedException always
   */
  public void lost(CallInProgress calling, Throwable failure, long latencyMs) {
    CallFailure outcome = Classification.of(failure);
    Permit ticket = calling.ticket();
    if (Classification.isNotNow(failure) && ticket != null) {
      pace.withdrawn(calling.endpoint(), ticket);
      calling.notSent();
      calling.run().notAttempted();
      calling.progress(CallProgress.UNSENT);
      book.settle(calling, outcome, latencyMs);
      throw new CallFailedException(outcome);
    }
    calling.sent();
    if (outcome.billed() == CallFailure.Billed.NO) {
      calling.progress(CallProgress.NOT_CONNECTED);
    } else if (calling.progress().neverArrived()) {
      outcome = outcome.neverArrived();
    }
    CallFailedException failed = failed(calling, outcome, Map.of());
    book.settle(calling, outcome, latencyMs);
    throw failed;
  }

  private Reply settled(CallInProgress calling, DecodedReply decoded, long latencyMs) {
    return book.settle(calling, decoded, latencyMs);
  }

  /** The pace hears of it first: calls that wait must not go out any more. */
  private CallFailedException failed(
      CallInProgress calling, CallFailure outcome, Map<String, String> headers) {
    Permit ticket = calling.ticket();
    if (ticket != null) {
      pace.failed(calling.endpoint(), ticket, outcome, headers);
      watch.failed(calling.endpoint());
    }
    if (outcome.asksToWait()) {
      calling.putOff();
    } else if (outcome.retry() == CallFailure.Retry.ONCE_MORE) {
      calling.unreadable();
    }
    if (outcome.outOfCredit()) {
      noCredit.put(calling.endpoint(), Empty.credit(outcome.message()));
    } else if (outcome.slowDown() && pace.isShut(calling.endpoint())) {
      noCredit.put(calling.endpoint(), new Empty("the limit is used up", outcome.message()));
    }
    EventLog.callFailed(
        calling.run().context().batch(),
        calling.run().task().seq(),
        calling.call().model(),
        calling.attempts(),
        outcome);
    return new CallFailedException(outcome);
  }

  /** What a call without a reply comes to. */
  public CallResult giveUp(CallInProgress calling, Throwable failure) {
    book.withdraw(calling);
    book.end(calling);
    if (failure instanceof CapExceededException refused) {
      return CallResult.not(
          calling,
          refused.grant() == Grant.REFUSED_BY_RUN_CAP
              ? CallResult.Ending.REFUSED_BY_RUN_CAP
              : CallResult.Ending.REFUSED_BY_BATCH_CAP,
          "no money for a further attempt, which may cost "
              + refused.needed().format(COST_DECIMALS));
    }
    if (failure instanceof CallFailedException failed) {
      if (failed.outcome().outOfCredit()) {
        return outOfCredit(calling, Empty.credit(failed.outcome().message()));
      }
      if (calling.wasHeldBackTooOften()) {
        return heldBack(calling, failed.outcome().message());
      }
      boolean halted = failed.outcome().asksToWait() && isHalted(calling);
      boolean stopped = failed.outcome().retryable() && (halted || !mayGoOn(calling));
      boolean undone = stopped || isEveryRows(calling, failed.outcome());
      return CallResult.not(
          calling,
          undone ? CallResult.Ending.UNDONE : CallResult.Ending.FAILED,
          "%s (%s)".formatted(failed.outcome().message(), attempts(calling)));
    }
    if (failure instanceof Shut) {
      return outOfCredit(
          calling,
          noCredit.getOrDefault(calling.endpoint(), Empty.credit("another call was told so")));
    }
    if (failure instanceof Undone || failure instanceof InterruptedException) {
      return CallResult.not(calling, CallResult.Ending.UNDONE, "the program stops");
    }
    batches
        .known(calling.run().context().batch())
        .ifPresent(batch -> batches.failed(batch, failure));
    return CallResult.not(calling, CallResult.Ending.UNDONE, "an unexpected error: " + failure);
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
        new CreditProbe(next == null ? clock.instant() : next, provider, state.vainProbes()),
        empty.at(provider));
    return CallResult.not(calling, CallResult.Ending.UNDONE, empty.why());
  }

  private static String attempts(CallInProgress calling) {
    return calling.attempts() == 1 ? "1 attempt" : calling.attempts() + " attempts";
  }

  /** The call is not made: the account is out of credit, as another call was told. */
  private static final class Shut extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  /** The call is not made: the program stops, or the batch pauses. */
  private static final class Undone extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }
}
