package org.batchrunner.batch;

import org.batchrunner.task.Result;
import org.batchrunner.task.Task;

/** A task that does not run, and why. */
public record NotRun(Task task, Result result) {}
