package org.batchrunner.task;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * The score that the judge gave a draft.
 *
 * @param total 0 to 10, the sum of the three
 * @param taskFit 0 to 4
 * @param support 0 to 4
 * @param clarity 0 to 2
 * @param reason the reason, in the words of the judge
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Score(double total, double taskFit, double support, double clarity, String reason) {}
