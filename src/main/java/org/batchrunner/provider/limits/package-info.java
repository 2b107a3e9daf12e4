/**
 * How fast each provider may be asked, across all batches. The outcome of each call comes in.
 * Permits to make a call go out, one after the other, at the pace that the provider allows.
 */
@NullMarked
package org.batchrunner.provider.limits;

import org.jspecify.annotations.NullMarked;
