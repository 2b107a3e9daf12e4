package org.batchrunner.ledger;

/**
 * How the writer has done since the ledger was opened.
 *
 * @param commits transactions that are in
 * @param changes that they were made of
 * @param nanos that they took, waits for a database in trouble included
 * @param waiting changes that are in no transaction yet
 */
public record WriterStats(long commits, long changes, long nanos, int waiting) {}
