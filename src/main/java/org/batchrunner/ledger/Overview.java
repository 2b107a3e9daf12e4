package org.batchrunner.ledger;

import java.util.Map;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Status;

/**
 * All batches of the ledger, added up.
 *
 * @param batches by their state
 * @param tasks that have ended, by their status
 */
public record Overview(
    Map<BatchState, Long> batches,
    Map<Status, Long> tasks,
    Dollars settled,
    Dollars atRisk,
    Dollars held) {}
