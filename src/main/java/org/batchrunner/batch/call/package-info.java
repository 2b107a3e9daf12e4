/**
 * One model call: intend, pace, settle. A call of a run comes in. A settled reply goes out, or a
 * failure and what it cost.
 */
@NullMarked
package org.batchrunner.batch.call;

import org.jspecify.annotations.NullMarked;
