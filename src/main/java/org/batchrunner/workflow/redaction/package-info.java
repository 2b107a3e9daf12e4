/**
 * Takes keys, addresses and the like out of everything that leaves through the outbox, by rules in
 * a file. Linear in the text's length, whatever the text and the rules.
 */
@NullMarked
package org.batchrunner.workflow.redaction;

import org.jspecify.annotations.NullMarked;
