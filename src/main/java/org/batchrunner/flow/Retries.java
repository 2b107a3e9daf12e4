package org.batchrunner.flow;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.batchrunner.batch.Calling;
import org.batchrunner.batch.Calls;
import org.batchrunner.provider.CallFailed;

/**
 * The redelivery hook: whether a failed call is tried again, and after which wait. Camel's own
 * counter and back-off are not used: after a {@code Retry-After} the back-off would multiply that.
 */
public final class Retries implements Processor {

  private final Calls calls;

  Retries(Calls calls) {
    this.calls = calls;
  }

  /** Named by the routes as {@code retryWhile}. */
  public boolean again(Exchange exchange) {
    Calling calling = exchange.getProperty(Attempts.CALLING, Calling.class);
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    return failure instanceof CallFailed failed
        && failed.outcome().retryable()
        && calling.attempts() < calling.run().options().maxAttempts()
        && calls.mayGoOn(calling);
  }

  /** Sets the wait before the next attempt. */
  @Override
  public void process(Exchange exchange) {
    Calling calling = exchange.getProperty(Attempts.CALLING, Calling.class);
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    if (calling != null && failure instanceof CallFailed failed) {
      Duration wait =
          failed
              .outcome()
              .retryAfter()
              .orElseGet(() -> calling.run().options().retryDelay(calling.attempts()));
      exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, wait.toMillis());
    }
  }
}
