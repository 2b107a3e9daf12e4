package org.batchrunner.flow;

import org.apache.camel.Exchange;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.batch.run.Run;
import org.batchrunner.batch.run.TaskMessage;

/** The questions that routes ask about a message's body, to choose what happens to it next. */
public final class NextStep {

  /** Whether a task is to be run here. */
  public boolean isRun(Exchange exchange) {
    return exchange.getMessage().getBody() instanceof Run;
  }

  /** Whether a task is to be handed to the message broker. */
  public boolean isTaskMessage(Exchange exchange) {
    return exchange.getMessage().getBody() instanceof TaskMessage;
  }

  /** Whether one model is to be called. */
  public boolean isCall(Exchange exchange) {
    return exchange.getMessage().getBody() instanceof CallInProgress;
  }
}
