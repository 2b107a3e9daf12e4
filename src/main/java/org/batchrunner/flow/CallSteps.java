package org.batchrunner.flow;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.batchrunner.batch.call.ModelCalls;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.batch.run.CallResult;
import org.batchrunner.common.Ticker;
import org.batchrunner.provider.CallFailedException;
import org.batchrunner.provider.SendCancelledException;
import org.batchrunner.task.Reply;
import org.jspecify.annotations.Nullable;

/** The steps of a call and of its attempts, as the call routes name them. */
public final class CallSteps {

  static final String CALLING = "calling";
  private static final String ENDPOINT = "endpoint";

  private final ModelCalls calls;
  private final Ticker ticker;

  /** The call whose request the HTTP client is about to make on a thread. */
  private final ThreadLocal<@Nullable CallInProgress> leaving = new ThreadLocal<>();

  CallSteps(ModelCalls calls, Ticker ticker) {
    this.calls = calls;
    this.ticker = ticker;
  }

  /** Answers the call with a reply that was paid for before, if there is one. */
  public void reuse(Exchange exchange) throws InterruptedException {
    if (!(exchange.getMessage().getBody() instanceof CallInProgress calling)) {
      return; // a step before this one has failed, and the call is given up
    }
    exchange.setProperty(CALLING, calling);
    calls
        .reuse(calling)
        .ifPresent(reply -> exchange.getMessage().setBody(CallResult.replied(calling, reply)));
  }

  /**
   * When this ends, the attempt's intent is in the ledger. Leaves the endpoint's name in a
   * property: to ask a bean in an expression copies the exchange.
   */
  public void intend(Exchange exchange) throws InterruptedException {
    CallInProgress calling = exchange.getMessage().getBody(CallInProgress.class);
    calls.intend(calling);
    exchange.setProperty(ENDPOINT, calling.endpoint());
  }

  /** Waits until the provider may be asked. */
  public void pace(Exchange exchange) throws InterruptedException {
    CallInProgress calling = exchange.getMessage().getBody(CallInProgress.class);
    calls.pace(calling);
    calling.sending(ticker.nanos());
    calling.run().attempted();
  }

  /** Makes the HTTP request of the call. */
  public void request(Exchange exchange) {
    Message message = exchange.getMessage();
    CallInProgress calling = message.getBody(CallInProgress.class);
    leaving.set(calling);
    message.setBody(calling.call().request());
    message.setHeader(Exchange.HTTP_PATH, calls.path(calling));
  }

  /** The call whose request this thread is about to make. */
  @Nullable CallInProgress calling() {
    return leaving.get();
  }

  /**
   * The last look before the request of this thread's call goes out.
   *
   * @throws SendCancelledException if it must not
   */
  void leaves() throws SendCancelledException {
    CallInProgress calling = leaving.get();
    if (calling != null) {
      leaving.remove();
      calls.leaves(calling);
    }
  }

  /** As {@link #leaves()}, once more, when there is a connection. */
  void leaves(CallInProgress calling) throws SendCancelledException {
    calls.leaves(calling);
  }

  /** Answers in place of a model. */
  public void mock(Exchange exchange) {
    Message message = exchange.getMessage();
    message.setBody(calls.mock(message.getBody(CallInProgress.class)));
  }

  /** Settles what came back; what can't be used fails the attempt. */
  public void settle(Exchange exchange) throws IOException {
    Message message = exchange.getMessage();
    CallInProgress calling = exchange.getProperty(CALLING, CallInProgress.class);
    long latency = latencyMs(calling);
    Reply reply;
    if (message.getBody() instanceof Reply mocked) {
      reply = calls.mocked(calling, mocked, latency);
    } else {
      int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
      reply = calls.received(calling, status, headers(message), bytes(message.getBody()), latency);
    }
    message.removeHeaders("*");
    message.setBody(CallResult.replied(calling, reply));
  }

  /** Settles an attempt whose request or reply was lost. */
  public void lost(Exchange exchange) {
    CallInProgress calling = exchange.getProperty(CALLING, CallInProgress.class);
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    try {
      calls.lost(calling, failure, latencyMs(calling));
    } catch (CallFailedException e) {
      // An error would meet every row: the batch is paused for it rather than its rows failed.
      throw RouteFailures.unwrapped(failure) instanceof Error
          ? new IllegalStateException(
              "%s failed: %s"
                  .formatted(FailedStep.of(exchange, failure), RouteFailures.words(failure)),
              failure)
          : e;
    }
  }

  /** What a call without a reply comes to. */
  public void giveUp(Exchange exchange) {
    CallInProgress calling = exchange.getProperty(CALLING, CallInProgress.class);
    if (calling == null) { // a step before the first one failed
      calling = exchange.getMessage().getBody(CallInProgress.class);
    }
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    exchange.getMessage().removeHeaders("*");
    exchange
        .getMessage()
        .setBody(
            calls.giveUp(
                calling, RouteFailures.unwrapped(failure), FailedStep.of(exchange, failure)));
  }

  private long latencyMs(CallInProgress calling) {
    return TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - calling.startedNanos());
  }

  private static byte[] bytes(Object body) throws IOException {
    if (body instanceof InputStream stream) {
      try (stream) {
        return stream.readAllBytes();
      }
    }
    return new byte[0];
  }

  private static Map<String, String> headers(Message message) {
    Map<String, String> headers = new HashMap<>();
    message
        .getHeaders()
        .forEach(
            (name, value) -> headers.put(name.toLowerCase(Locale.ROOT), String.valueOf(value)));
    return headers;
  }
}
