/**
 * The SQL record of batches, results and calls, on SQLite or PostgreSQL. Changes come in; one
 * thread writes them and commits for all that wait. What is durable goes out: batches, leases,
 * accounts, results and replies.
 */
@NullMarked
package org.batchrunner.ledger;

import org.jspecify.annotations.NullMarked;
