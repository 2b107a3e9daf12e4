package org.batchrunner.batch;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.batchrunner.money.Grant;
import org.batchrunner.provider.Api;
import org.batchrunner.provider.CallFailed;
import org.batchrunner.provider.Classification;
import org.batchrunner.provider.Decoded;
import org.batchrunner.provider.MockModel;
import org.batchrunner.provider.Outcome;
import org.batchrunner.provider.Pace;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.Unreadable;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Reply;

/** What the call routes do at each step of a model call. */
public final class Calls {

  private static final int OK_FROM = 200;
  private static final int OK_TO = 299;
  private static final int COST_DECIMALS = 4;

  private final CallBook book;
  private final Batches batches;
  private final Providers providers;
  private final Pace pace;
  private final MockModel mock;
  private final Clock clock;

  public Calls(
      CallBook book, Batches batches, Providers providers, Pace pace, MockModel mock, Clock clock) {
    this.book = book;
    this.batches = batches;
    this.providers = providers;
    this.pace = pace;
    this.mock = mock;
    this.clock = clock;
  }

  /** Whether the program and the batch let a call begin. */
  public boolean mayGoOn(Calling calling) {
    return batches
        .find(calling.run().context().batch())
        .map(batch -> batch.wanted() != ActiveBatch.Wanted.LEAVE && !batch.outOfCredit())
        .orElse(true);
  }

  /**
   * A reply for which nothing has to be paid.
   *
   * @return empty if the call must be made
   */
  public Optional<Reply> reuse(Calling calling) throws InterruptedException {
    return book.reuse(calling);
  }

  /** When this ends, the attempt's intent is in the ledger. */
  public void intend(Calling calling) {
    if (!mayGoOn(calling)) {
      book.withdraw(calling);
      throw new Undone();
    }
    book.intend(calling);
  }

  /** Waits until the provider may be asked. */
  public void pace(Calling calling) throws InterruptedException {
    boolean go =
        calling.endpoint().equals(Calling.MOCK)
            || pace.await(
                calling.endpoint(),
                calling.call().promptBound() + calling.call().maxTokens(),
                () -> mayGoOn(calling));
    if (!go) {
      book.notSent(calling);
      throw new Undone();
    }
  }

  /** Path and query of the call's request. */
  public String path(Calling calling) {
    ModelId model = calling.call().model();
    ProviderSettings provider = providers.get(model.provider());
    return provider.api().path(provider.baseUrl(), model.model());
  }

  /** Answers in place of a model. */
  public Reply mock(Calling calling) {
    return mock.answer(calling.prompt());
  }

  /** Settles a mock answer. */
  public Reply mocked(Calling calling, Reply answer, long latencyMs) {
    String model = calling.call().model().model();
    return settled(
        calling,
        new Decoded(model, answer.text(), answer.tokens(), answer.finish(), null),
        latencyMs);
  }

  /**
   * Settles what a provider sent.
   *
   * @throws CallFailed if it is not a usable reply
   */
  public Reply received(
      Calling calling, int status, Map<String, String> headers, byte[] body, long latencyMs) {
    ModelId model = calling.call().model();
    Api api = providers.get(model.provider()).api();
    if (status < OK_FROM || status > OK_TO) {
      Outcome outcome = Classification.of(api, status, headers, body, clock.instant());
      book.settle(calling, outcome, latencyMs);
      throw failed(calling, outcome, headers);
    }
    try {
      Decoded decoded = api.decode(body, headers, model.model());
      pace.succeeded(calling.endpoint(), headers);
      return settled(calling, decoded, latencyMs);
    } catch (Unreadable e) {
      Outcome outcome = Classification.unreadable(e);
      book.settleUnreadable(calling, e, outcome, latencyMs);
      throw failed(calling, outcome, headers);
    }
  }

  /**
   * Settles an attempt whose request or reply was lost.
   *
   * @throws CallFailed always
   */
  public void lost(Calling calling, Throwable failure, long latencyMs) {
    Outcome outcome = Classification.of(failure);
    book.settle(calling, outcome, latencyMs);
    throw failed(calling, outcome, Map.of());
  }

  private Reply settled(Calling calling, Decoded decoded, long latencyMs) {
    return book.settle(calling, decoded, latencyMs);
  }

  private CallFailed failed(Calling calling, Outcome outcome, Map<String, String> headers) {
    pace.failed(calling.endpoint(), outcome, headers);
    return new CallFailed(outcome);
  }

  /** What a call without a reply comes to. */
  public Answer giveUp(Calling calling, Throwable failure) {
    book.withdraw(calling);
    book.end(calling);
    if (failure instanceof CapRefused refused) {
      return Answer.not(
          calling,
          refused.grant() == Grant.REFUSED_BY_RUN_CAP
              ? Answer.Ending.REFUSED_BY_RUN_CAP
              : Answer.Ending.REFUSED_BY_BATCH_CAP,
          "no money for a further attempt, which may cost "
              + refused.needed().format(COST_DECIMALS));
    }
    if (failure instanceof CallFailed failed) {
      if (failed.outcome().outOfCredit()) {
        batches.outOfCredit(calling.run().context().batch(), failed.outcome().message());
        return Answer.not(calling, Answer.Ending.UNDONE, failed.outcome().message());
      }
      boolean stopped = failed.outcome().retryable() && !mayGoOn(calling);
      return Answer.not(
          calling,
          stopped ? Answer.Ending.UNDONE : Answer.Ending.FAILED,
          "%s (%s)".formatted(failed.outcome().message(), attempts(calling)));
    }
    if (failure instanceof Undone || failure instanceof InterruptedException) {
      return Answer.not(calling, Answer.Ending.UNDONE, "the program stops");
    }
    batches
        .find(calling.run().context().batch())
        .ifPresent(batch -> batches.failed(batch, failure));
    return Answer.not(calling, Answer.Ending.UNDONE, "an unexpected error: " + failure);
  }

  private static String attempts(Calling calling) {
    return calling.attempts() == 1 ? "1 attempt" : calling.attempts() + " attempts";
  }

  /** The call is not made: the program stops, or the account is out of credit. */
  private static final class Undone extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }
}
