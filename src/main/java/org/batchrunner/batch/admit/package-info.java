/**
 * The next task of a batch, with its money held. The tasks of a file come in. Runs that may begin
 * go out, and results of those that may not.
 */
@NullMarked
package org.batchrunner.batch.admit;

import org.jspecify.annotations.NullMarked;
