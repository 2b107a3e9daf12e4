package org.batchrunner.batch;

import org.batchrunner.task.Result;
import org.jspecify.annotations.Nullable;

/**
 * A run that ended.
 *
 * @param result null if the task was left undone
 */
public record Ended(Run run, @Nullable Result result) {}
