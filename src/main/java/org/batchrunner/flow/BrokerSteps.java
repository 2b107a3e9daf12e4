package org.batchrunner.flow;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ExchangeTimedOutException;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.remote.RemoteTaskDispatcher;
import org.batchrunner.batch.remote.RemoteTaskWorker;
import org.batchrunner.batch.run.RecordedResult;
import org.batchrunner.batch.run.Run;
import org.batchrunner.batch.run.TaskAnswer;
import org.batchrunner.batch.run.TaskMessage;
import org.batchrunner.common.Ticker;

/**
 * What crosses the seam between batch and task where a message broker lies there: JSON. Named by
 * the routes {@code hand-over} and {@code worker}.
 */
public final class BrokerSteps {

  private static final String MESSAGE = "taskMessage";
  private static final String LEAD = "taskLead";
  private static final String HANDED_OVER = "taskHandedOver";

  private final RemoteTaskDispatcher dispatch;
  private final RemoteTaskWorker deputy;
  private final Ticker ticker;

  BrokerSteps(RemoteTaskDispatcher dispatch, RemoteTaskWorker deputy, Ticker ticker) {
    this.dispatch = dispatch;
    this.deputy = deputy;
    this.ticker = ticker;
  }

  /** The task as a message. */
  public void write(Exchange exchange) {
    TaskMessage message = exchange.getMessage().getBody(TaskMessage.class);
    exchange.setProperty(MESSAGE, message);
    exchange.setProperty(LEAD, dispatch.begin(batch(exchange), message));
    exchange.setProperty(HANDED_OVER, ticker.nanos());
    exchange.getMessage().setBody(message.json().getBytes(StandardCharsets.UTF_8));
  }

  /** What became of the task. */
  public void read(Exchange exchange) {
    TaskMessage message = exchange.getProperty(MESSAGE, TaskMessage.class);
    TaskAnswer answer = TaskAnswer.read(exchange.getMessage().getBody(String.class));
    if (!answer.batch().equals(message.batch()) || answer.seq() != message.task().seq()) {
      throw new IllegalStateException("the answer is another task's: " + answer);
    }
    end(exchange, dispatch.answered(batch(exchange), message, answer));
  }

  /** Whether a task whose answer did not come may still end on its node. */
  public boolean isOpen(Exchange exchange) {
    return dispatch.isOpen(
        batch(exchange),
        exchange.getProperty(MESSAGE, TaskMessage.class),
        failure(exchange) instanceof ExchangeTimedOutException,
        exchange.getProperty(HANDED_OVER, Long.class));
  }

  /** No answer came, or none that could be read: the ledger says what became of the task. */
  public void unanswered(Exchange exchange) {
    TaskMessage message = exchange.getProperty(MESSAGE, TaskMessage.class);
    String why = String.valueOf(failure(exchange).getMessage());
    end(exchange, dispatch.unanswered(batch(exchange), message, why));
  }

  private static Throwable failure(Exchange exchange) {
    return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
  }

  private void end(Exchange exchange, RecordedResult recorded) {
    RemoteTaskDispatcher.Lead lead = exchange.getProperty(LEAD, RemoteTaskDispatcher.Lead.class);
    if (lead != null) {
      dispatch.over(exchange.getProperty(MESSAGE, TaskMessage.class), lead);
    }
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setBody(recorded);
    batch(exchange).resultToWrite();
  }

  private static ActiveBatch batch(Exchange exchange) {
    return exchange.getProperty(TotalsStrategy.BATCH, ActiveBatch.class);
  }

  /** The run that a message asks for; or the answer, where there is nothing to run. */
  public void take(Exchange exchange) {
    if (exchange.getMessage().getBody() instanceof Run) {
      return;
    }
    TaskMessage message = TaskMessage.read(exchange.getMessage().getBody(String.class));
    exchange.setProperty(MESSAGE, message);
    exchange.getMessage().removeHeaders("*");
    Object taken = deputy.take(message);
    if (taken == null) {
      exchange.setPattern(ExchangePattern.InOnly);
    }
    exchange.getMessage().setBody(taken instanceof TaskAnswer answer ? bytes(answer) : taken);
  }

  /** The answer, once the result is in the ledger. */
  public void answer(Exchange exchange) {
    TaskMessage message = exchange.getProperty(MESSAGE, TaskMessage.class);
    if (message != null) {
      RecordedResult recorded = exchange.getMessage().getBody(RecordedResult.class);
      exchange.getMessage().removeHeaders("*");
      exchange.getMessage().setBody(bytes(deputy.ended(message, recorded)));
    }
  }

  /** The answer if a task failed. */
  public void fail(Exchange exchange) {
    TaskMessage message = exchange.getProperty(MESSAGE, TaskMessage.class);
    Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    if (message == null) {
      exchange.setException(failure);
    } else {
      exchange.getMessage().removeHeaders("*");
      exchange.getMessage().setBody(bytes(deputy.failed(message, failure)));
    }
  }

  private static byte[] bytes(TaskAnswer answer) {
    return answer.json().getBytes(StandardCharsets.UTF_8);
  }
}
