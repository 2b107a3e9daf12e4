/**
 * One task on its way through the workflow. An admitted task comes in. Its calls and then its
 * recorded result go out.
 */
@NullMarked
package org.batchrunner.batch.run;

import org.jspecify.annotations.NullMarked;
