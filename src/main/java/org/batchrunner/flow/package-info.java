/**
 * What the routes name and must know Camel: the split's source, the totals' aggregation, the
 * redelivery hook, the HTTP client's set-up.
 */
@NullMarked
package org.batchrunner.flow;

import org.jspecify.annotations.NullMarked;
