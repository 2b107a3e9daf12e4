package org.batchrunner.task;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The judge's ranking of the drafts.
 *
 * @param provider the provider of the judge
 * @param model the model of the judge, as its reply names it
 * @param unjudged why there are no scores; null if there are
 * @param ranking the drafts, best first, each as {@code provider/model}
 * @param notes what was corrected while reading it, such as clamped scores or a second request
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Judgment(
    String provider,
    String model,
    @Nullable String unjudged,
    List<String> ranking,
    List<String> notes) {}
