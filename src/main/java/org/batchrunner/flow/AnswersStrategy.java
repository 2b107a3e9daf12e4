package org.batchrunner.flow;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.batchrunner.batch.run.CallResult;
import org.jspecify.annotations.Nullable;

/** Collects the answers of a run's debaters. */
final class AnswersStrategy implements AggregationStrategy {

  @Override
  @SuppressWarnings("unchecked")
  public Exchange aggregate(@Nullable Exchange old, Exchange answered) {
    CallResult answer = answered.getMessage().getBody(CallResult.class);
    if (old == null) {
      answered.getMessage().setBody(new ArrayList<>(List.of(answer)));
      return answered;
    }
    ((List<CallResult>) old.getMessage().getBody()).add(answer);
    return old;
  }
}
