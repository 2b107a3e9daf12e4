/**
 * What a user finds in the outbox: receipts, progress, results and reports. All of it can be made
 * again from the ledger and the copy of the input, so nothing here is synced to disk.
 */
@NullMarked
package org.batchrunner.outbox;

import org.jspecify.annotations.NullMarked;
