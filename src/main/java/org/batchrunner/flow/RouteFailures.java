package org.batchrunner.flow;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.batchrunner.common.FailureWords;
import org.batchrunner.common.Ticker;
import org.batchrunner.ledger.LedgerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of failures that no route handles: once a minute each, in one sentence. Named by the route
 * configuration in {@code errors.camel.yaml}.
 */
public final class RouteFailures {

  /** Endpoints of the program's own, whose messages nobody else waits for. */
  private static final Set<String> OURS = Set.of("timer", "seda", "direct");

  /** Where batches wait; the split of the route that takes them from there makes the tasks. */
  private static final String BATCHES = "seda://batch";

  private static final long AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

  private static final Logger LOG = LoggerFactory.getLogger(RouteFailures.class);

  private record Told(String sentence, long at) {}

  private final Map<String, Told> told = new ConcurrentHashMap<>();
  private final QueuedBatches queued;
  private final OutboxSteps outbox;
  private final Ticker ticker;

  RouteFailures(QueuedBatches queued, OutboxSteps outbox, Ticker ticker) {
    this.outbox = outbox;
    this.queued = queued;
    this.ticker = ticker;
  }

  /** Whether a failure is over once it has been told; otherwise it reaches the message's sender. */
  public boolean isOurs(Exchange exchange) {
    return !isTask(exchange)
        && exchange.getFromEndpoint() != null
        && OURS.contains(exchange.getFromEndpoint().getEndpointUri().replaceFirst(":.*", ""));
  }

  /** Tells of a failure. Those of a batch's tasks are told when the batch is paused for them. */
  public void tell(Exchange exchange) {
    if (isTask(exchange)) {
      return;
    }
    outbox.missed(exchange);
    if (outbox.leave(exchange)) {
      return;
    }
    if (exchange.getMessage().getBody() instanceof String batch) {
      queued.remove(batch);
    }
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    String place = FailedStep.of(exchange, failure);
    String sentence = "%s failed: %s".formatted(place, words(failure));
    long now = ticker.nanos();
    Told last = told.put(place, new Told(sentence, now));
    if (last != null && last.sentence.equals(sentence) && now - last.at < AGAIN_NANOS) {
      told.put(place, last);
      return;
    }
    LOG.error("{}. {}", sentence, advice(failure));
    LOG.debug("{}", sentence, failure);
  }

  private static boolean isTask(Exchange exchange) {
    return exchange.getProperty(TotalsStrategy.BATCH) != null
        && exchange.getProperty(ExchangePropertyKey.SPLIT_INDEX) != null
        && exchange.getFromEndpoint().getEndpointUri().startsWith(BATCHES);
  }

  private static String advice(Throwable failure) {
    return failure instanceof LedgerException
        ? "It is tried again when the ledger can be used"
        : "If you have changed this route, correct it and start again; the log level DEBUG of"
            + " org.batchrunner shows the stack trace";
  }

  /** The failure of a task, with the step that it came from. */
  static Throwable ofTask(Exchange exchange) {
    Throwable failure = exchange.getException();
    if (failure == null) {
      Object body = exchange.getMessage().getBody();
      return new IllegalStateException(
          "the routes ended a task with %s instead of a result"
              .formatted(body == null ? "nothing" : body.getClass().getSimpleName()));
    }
    return ofStep(exchange, failure);
  }

  /** A failure that nobody foresaw, with the step that it came from. */
  static Throwable ofStep(Exchange exchange, Throwable failure) {
    return failure instanceof LedgerException || failure instanceof IOException
        ? failure
        : new StepFailedException(
            "%s failed: %s".formatted(FailedStep.of(exchange, failure), words(failure)), failure);
  }

  /** Returns what was thrown: Camel wraps an {@link Error} in an exception. */
  static Throwable unwrapped(Throwable failure) {
    return failure instanceof CamelExecutionException && failure.getCause() instanceof Error error
        ? error
        : failure;
  }

  static String words(Throwable thrown) {
    return FailureWords.of(unwrapped(thrown));
  }

  /** A step of a route has failed in a way that nobody foresaw. */
  private static final class StepFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StepFailedException(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }
}
