package org.batchrunner.batch.call;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.batchrunner.batch.EventLog;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.batch.run.CallResult;
import org.batchrunner.common.Ticker;
import org.batchrunner.metrics.Counters;
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
import org.batchrunner.provider.limits.Permit;
import org.batchrunner.provider.limits.ProviderLimits;
import org.batchrunner.provider.mock.MockModel;
import org.batchrunner.task.Call;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Reply;
import org.jspecify.annotations.Nullable;

/** What the call routes do at each step of a model call. */
public final class ModelCalls {

  private static final int OK_FROM = 200;
  private static final int OK_TO = 299;

  /** Estimated bytes per token, for rate limits only; never for cost. */
  private static final int BYTES_PER_TOKEN = 3;

  private final CallAccounting book;
  private final CallGate gate;
  private final AbandonedCalls abandoned;
  private final ActiveBatches batches;
  private final Providers providers;
  private final ProviderLimits pace;
  private final MockModel mock;
  private final ProviderStateLog watch;
  private final Counters tally;
  private final Clock clock;
  private final Ticker ticker;

  public ModelCalls(
      CallAccounting book,
      ActiveBatches batches,
      Providers providers,
      ProviderLimits pace,
      MockModel mock,
      Counters tally,
      Clock clock,
      Ticker ticker) {
    this.book = book;
    this.batches = batches;
    this.gate = new CallGate(batches);
    this.abandoned = new AbandonedCalls(book, gate, batches, pace, clock);
    this.providers = providers;
    this.pace = pace;
    this.mock = mock;
    this.watch = new ProviderStateLog(pace, clock);
    this.tally = tally;
    this.clock = clock;
    this.ticker = ticker;
  }

  /** Whether a failed call is to be tried again. */
  public boolean mayTryAgain(CallInProgress calling, CallFailure outcome) {
    if (!outcome.retryable() || calling.wasHeldBackTooOften() || !gate.mayGoOn(calling)) {
      return false;
    }
    if (outcome.asksToWait()) {
      return !gate.isHalted(calling);
    }
    boolean twice =
        outcome.retry() != CallFailure.Retry.ONCE_MORE || calling.unreadableReplies() < 2;
    return twice && calling.failures() < calling.run().options().maxAttempts();
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
    gate.awaitLease(calling);
    boolean free =
        pace.awaitPause(calling.endpoint(), () -> gate.mayGoOn(calling) && !gate.isHalted(calling));
    // A task that runs when the user pauses or cancels may end, but waits for no provider.
    boolean halted = !free && gate.isHalted(calling) && pace.isHeld(calling.endpoint());
    if (halted || !gate.mayGoOn(calling) || pace.isShut(calling.endpoint())) {
      book.withdraw(calling);
      throw abandoned.notMade(calling);
    }
    book.intend(calling);
  }

  /** Whether the program and the batch let a call, or a further attempt at it, begin. */
  public boolean mayGoOn(CallInProgress calling) {
    return gate.mayGoOn(calling);
  }

  /**
   * The last look before a request is made.
   *
   * @throws SendCancelledException if the batch's lease may have run out, or no further call may
   *     begin
   */
  public void leaves(CallInProgress calling) throws SendCancelledException {
    gate.checkBeforeSending(calling);
  }

  /**
   * What a call without a reply comes to.
   *
   * @param step that failed, as the subject of a sentence
   */
  public CallResult giveUp(CallInProgress calling, Throwable failure, String step) {
    return abandoned.giveUp(calling, failure, step);
  }

  /** Waits until the provider may be asked. */
  public void pace(CallInProgress calling) throws InterruptedException {
    if (calling.endpoint().equals(CallInProgress.MOCK)) {
      return;
    }
    Call call = calling.call();
    long since = ticker.nanos();
    Permit ticket =
        pace.await(
            calling.endpoint(),
            (int) Math.min(call.request().length / BYTES_PER_TOKEN, call.promptBound()),
            call.maxTokens(),
            () ->
                gate.mayGoOn(calling)
                    && !(gate.isHalted(calling) && pace.isHeld(calling.endpoint())));
    if (ticket == null) {
      book.notSent(calling);
      throw abandoned.notMade(calling);
    }
    tally.waited(Counters.Waited.PACE, ticker.nanos() - since);
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
      Permit ticket = calling.takeTicket();
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
    Permit ticket = Classification.isNotNow(failure) ? calling.takeTicket() : null;
    if (ticket != null) {
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

  /** Keeps what the provider said before its limits hear of it: calls that wait then tell it. */
  private CallFailedException failed(
      CallInProgress calling, CallFailure outcome, Map<String, String> headers) {
    Permit ticket = calling.takeTicket();
    abandoned.note(calling.endpoint(), outcome);
    if (ticket != null) {
      pace.failed(calling.endpoint(), ticket, outcome, headers);
      watch.failed(calling.endpoint());
    }
    if (outcome.asksToWait()) {
      calling.putOff();
    } else if (outcome.retry() == CallFailure.Retry.ONCE_MORE) {
      calling.unreadable();
    }
    EventLog.callFailed(
        calling.run().context().batch(),
        calling.run().task().seq(),
        calling.call().model(),
        calling.attempts(),
        outcome);
    return new CallFailedException(outcome);
  }
}
