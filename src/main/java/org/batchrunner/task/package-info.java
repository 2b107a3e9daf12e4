/**
 * What everything speaks of: tasks, calls, drafts, results and their statuses. Nothing is read
 * here. Immutable values go out.
 */
@NullMarked
package org.batchrunner.task;

import org.jspecify.annotations.NullMarked;
