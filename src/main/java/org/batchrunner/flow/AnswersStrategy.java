package org.batchrunner.flow;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.batchrunner.batch.Answer;
import org.jspecify.annotations.Nullable;

/** Collects the answers of a run's debaters. */
final class AnswersStrategy implements AggregationStrategy {

  @Override
  @SuppressWarnings("unchecked")
  public Exchange aggregate(@Nullable Exchange old, Exchange answered) {
    Answer answer = answered.getMessage().getBody(Answer.class);
    if (old == null) {
      answered.getMessage().setBody(new ArrayList<>(List.of(answer)));
      return answered;
    }
    ((List<Answer>) old.getMessage().getBody()).add(answer);
    return old;
  }
}
