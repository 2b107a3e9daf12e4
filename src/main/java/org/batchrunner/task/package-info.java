/** What everything speaks of: tasks, options, calls, drafts, results and their statuses. */
@NullMarked
package org.batchrunner.task;

import org.jspecify.annotations.NullMarked;
