/**
 * How a file becomes a batch. A task file with its options comes in. An accepted batch in the
 * ledger goes out, or a refusal with its reason.
 */
@NullMarked
package org.batchrunner.batch.accept;

import org.jspecify.annotations.NullMarked;
