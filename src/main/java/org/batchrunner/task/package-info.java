/**
 * The values that all other packages share: tasks, calls, drafts, results and their statuses. This
 * package reads nothing. Immutable values go out.
 */
@NullMarked
package org.batchrunner.task;

import org.jspecify.annotations.NullMarked;
