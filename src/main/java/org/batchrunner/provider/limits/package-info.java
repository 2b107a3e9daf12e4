/**
 * Rate limits of each provider, across all batches. The outcome of each call comes in. Permits to
 * send calls go out, at the rate that the provider allows.
 */
@NullMarked
package org.batchrunner.provider.limits;

import org.jspecify.annotations.NullMarked;
