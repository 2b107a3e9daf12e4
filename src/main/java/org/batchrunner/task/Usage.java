package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.batchrunner.money.Dollars;
import org.jspecify.annotations.Nullable;

/**
 * The tokens, cost and latency of one model call.
 *
 * @param model the model, as the reply names it
 * @param promptTokens all tokens of the prompt, including cached ones
 * @param cachedTokens the tokens of the prompt that were read from the provider's cache
 * @param completionTokens all tokens of the completion, including reasoning
 * @param cost the settled cost; zero if it is unknown
 * @param latencyS seconds from sending to the whole reply, over all attempts
 * @param atRisk the most that the call can have cost, if its cost is unknown; else null, and not in
 *     the file
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Usage(
    Phase phase,
    String provider,
    String model,
    long promptTokens,
    long cachedTokens,
    long completionTokens,
    Dollars cost,
    double latencyS,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Dollars atRisk) {

  /** Creates the usage of a call whose cost is known. */
  public Usage(
      Phase phase,
      String provider,
      String model,
      long promptTokens,
      long cachedTokens,
      long completionTokens,
      Dollars cost,
      double latencyS) {
    this(
        phase, provider, model, promptTokens, cachedTokens, completionTokens, cost, latencyS, null);
  }
}
