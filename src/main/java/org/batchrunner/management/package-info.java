/**
 * Metrics and health, as monitoring sees them. Counters and states come in. Prometheus metrics and
 * health answers go out.
 */
@NullMarked
package org.batchrunner.management;

import org.jspecify.annotations.NullMarked;
