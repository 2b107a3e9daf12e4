package org.batchrunner.task;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.batchrunner.money.Dollars;

/**
 * What one model call used.
 *
 * @param model as the reply names it
 * @param promptTokens all tokens of the prompt, cached ones included
 * @param cachedTokens the part of them read from the provider's cache
 * @param completionTokens reasoning and thinking included
 * @param cost settled, or at risk where it is not known
 * @param latencyS seconds from sending to the whole reply, of all attempts
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
    double latencyS) {}
