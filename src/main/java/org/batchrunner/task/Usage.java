package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.batchrunner.money.Dollars;
import org.jspecify.annotations.Nullable;

/**
 * What one model call used.
 *
 * @param model as the reply names it
 * @param promptTokens all tokens of the prompt, cached ones included
 * @param cachedTokens the part of them read from the provider's cache
 * @param completionTokens reasoning and thinking included
 * @param cost settled; zero where it is not known
 * @param latencyS seconds from sending to the whole reply, of all attempts
 * @param atRisk the most that it can have cost, where that is not known; else null, and not in the
 *     file
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

  /** A call of known cost. */
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
