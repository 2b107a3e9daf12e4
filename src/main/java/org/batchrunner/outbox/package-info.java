/**
 * The files in the outbox: receipts, progress, results and reports. Results and totals come in.
 * Files go out, each of them whole; all can be made again from the ledger.
 */
@NullMarked
package org.batchrunner.outbox;

import org.jspecify.annotations.NullMarked;
