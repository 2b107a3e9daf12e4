package org.batchrunner.task;

import java.util.Arrays;
import java.util.Objects;
import org.batchrunner.money.Dollars;

/**
 * A model call, ready to be sent: one of a run's, made in one attempt or several.
 *
 * @param batch the batch's id
 * @param seq the task's sequence number
 * @param phase the step that makes it
 * @param model whom it asks
 * @param request the body of the HTTP request, UTF-8
 * @param key of its content: mode, provider, model, request and corpus; equal calls have equal keys
 * @param promptBound upper bound of the prompt's tokens
 * @param maxTokens upper bound of the completion's tokens
 * @param worst upper bound of what one attempt costs
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

  /** Without the request: prompts stay out of logs. */
  @Override
  public String toString() {
    return "%s/%d %s %s".formatted(batch, seq, phase.wire(), model);
  }
}
