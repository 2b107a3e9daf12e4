/**
 * The batches that run here: their leases, slots, totals and what is asked of them. Claims and
 * requests to stop come in. The answer whether a task or a call may begin goes out.
 */
@NullMarked
package org.batchrunner.batch.active;

import org.jspecify.annotations.NullMarked;
