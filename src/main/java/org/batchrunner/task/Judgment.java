package org.batchrunner.task;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the judge made of the drafts.
 *
 * @param provider of the judge
 * @param model of the judge, as its reply names it
 * @param unjudged why there are no scores; null if there are
 * @param ranking the drafts, best first, each as {@code provider/model}
 * @param notes what was mended in reading it: scores clamped, a second asking
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Judgment(
    String provider,
    String model,
    @Nullable String unjudged,
    List<String> ranking,
    List<String> notes) {}
