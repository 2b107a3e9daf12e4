package org.batchrunner.batch.run;

import org.batchrunner.task.Result;
import org.jspecify.annotations.Nullable;

/**
 * A run that ended.
 *
 * @param result null if the task was left undone
 */
public record EndedRun(Run run, @Nullable Result result) {}
