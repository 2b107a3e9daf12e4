package org.batchrunner.batch.run;

import org.batchrunner.task.Result;
import org.batchrunner.task.Task;

/** A task that does not run, and why. */
public record SkippedTask(Task task, Result result) {}
