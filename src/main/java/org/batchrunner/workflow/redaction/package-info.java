/**
 * Takes keys, addresses and the like out of everything that leaves through the outbox. Texts and a
 * file of rules come in. Redacted texts go out, in time that is linear in their length.
 */
@NullMarked
package org.batchrunner.workflow.redaction;

import org.jspecify.annotations.NullMarked;
