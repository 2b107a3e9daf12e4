package org.batchrunner.task;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * The judge's score of a draft.
 *
 * @param total 0 to 10, the sum of the three
 * @param taskFit 0 to 4
 * @param support 0 to 4
 * @param clarity 0 to 2
 * @param reason in the judge's words
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Score(double total, double taskFit, double support, double clarity, String reason) {}
