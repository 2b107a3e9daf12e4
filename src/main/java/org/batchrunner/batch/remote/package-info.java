/**
 * Tasks that other nodes run, and those of other nodes that run here. Task messages come in.
 * Answers go out: what became of the task.
 */
@NullMarked
package org.batchrunner.batch.remote;

import org.jspecify.annotations.NullMarked;
