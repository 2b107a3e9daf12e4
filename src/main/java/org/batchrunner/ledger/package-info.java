/**
 * The ledger: the SQL record of batches, results and calls, on SQLite or PostgreSQL. One thread
 * writes; it commits for all who wait.
 */
@NullMarked
package org.batchrunner.ledger;

import org.jspecify.annotations.NullMarked;
