/**
 * What the program counts while it works. Outcomes of calls and tasks come in. Counters go out, for
 * whoever shows them.
 */
@NullMarked
package org.batchrunner.metrics;

import org.jspecify.annotations.NullMarked;
