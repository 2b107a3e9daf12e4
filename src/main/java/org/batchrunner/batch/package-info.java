/**
 * What all rooms of a batch share: the batch that a run belongs to, and the log of its events.
 * Events come in. Log lines and written changes go out.
 */
@NullMarked
package org.batchrunner.batch;

import org.jspecify.annotations.NullMarked;
