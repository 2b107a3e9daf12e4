/**
 * Tasks that other nodes work, and those of other nodes that are worked here. Task messages come
 * in. Answers go out: what became of the task.
 */
@NullMarked
package org.batchrunner.batch.remote;

import org.jspecify.annotations.NullMarked;
