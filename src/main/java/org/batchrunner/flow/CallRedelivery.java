package org.batchrunner.flow;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.batchrunner.batch.call.ModelCalls;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.provider.CallFailedException;

/**
 * The redelivery hook: whether a failed call is tried again, and after which wait. Camel's own
 * counter and back-off are not used: after a {@code Retry-After} the back-off would multiply that.
 */
public final class CallRedelivery implements Processor {

  /** A longer wait is the provider's for all callers, and kept before the next intent. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /** The first wait after a request that was not sent. */
  private static final Duration HELD_BACK = Duration.ofMillis(20);

  private final ModelCalls calls;

  CallRedelivery(ModelCalls calls) {
    this.calls = calls;
  }

  /** Named by the routes as {@code retryWhile}. */
  public boolean again(Exchange exchange) {
    CallInProgress calling = exchange.getProperty(CallSteps.CALLING, CallInProgress.class);
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    return failure instanceof CallFailedException failed
        && calls.mayTryAgain(calling, failed.outcome());
  }

  /** Sets the wait before the next attempt. */
  @Override
  public void process(Exchange exchange) {
    CallInProgress calling = exchange.getProperty(CallSteps.CALLING, CallInProgress.class);
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    if (calling != null && failure instanceof CallFailedException failed) {
      Duration wait = calling.heldBack() > 0 ? heldBack(calling) : wait(calling, failed);
      exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, wait.toMillis());
    }
  }

  /** A moment, longer each time: what held the request back may hold back the next one too. */
  private static Duration heldBack(CallInProgress calling) {
    long millis = HELD_BACK.toMillis() << Math.min(Math.max(0, calling.heldBack() - 1), 10);
    return Duration.ofMillis(Math.min(millis, LONGEST.toMillis()));
  }

  private static Duration wait(CallInProgress calling, CallFailedException failed) {
    int failures = failed.outcome().asksToWait() ? calling.waits() : calling.failures();
    return failed
        .outcome()
        .retryAfter()
        .map(asked -> asked.compareTo(LONGEST) > 0 ? LONGEST : asked)
        .orElseGet(() -> calling.run().options().retryDelay(Math.max(1, failures)));
  }
}
