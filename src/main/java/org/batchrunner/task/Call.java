package org.batchrunner.task;

import java.util.Arrays;
import java.util.Objects;
import org.batchrunner.money.Dollars;

/**
 * A model call that is ready to be sent. It may take several attempts.
 *
 * @param batch the batch's id
 * @param seq the task's sequence number
 * @param phase the step of the run that makes the call
 * @param model the model to call
 * @param request the body of the HTTP request, UTF-8
 * @param key a key made from mode, provider, model, request and corpus; equal calls have equal keys
 * @param promptBound upper bound of the tokens of the prompt
 * @param maxTokens upper bound of the tokens of the completion
 * @param worst upper bound of the cost of one attempt
 */
public record Call(
    String batch,
    int seq,
    Phase phase,
    ModelId model,
    byte[] request,
    String key,
    long promptBound,
    int maxTokens,
    Dollars worst) {

  @Override
  public boolean equals(Object other) {
    return other instanceof Call call
        && batch.equals(call.batch)
        && seq == call.seq
        && phase == call.phase
        && key.equals(call.key)
        && Arrays.equals(request, call.request);
  }

  @Override
  public int hashCode() {
    return Objects.hash(batch, seq, phase, key);
  }

  /** Leaves out the request, so that prompts stay out of logs. */
  @Override
  public String toString() {
    return "%s/%d %s %s".formatted(batch, seq, phase.wire(), model);
  }
}
