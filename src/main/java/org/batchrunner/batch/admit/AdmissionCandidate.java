package org.batchrunner.batch.admit;

import org.batchrunner.batch.run.PlannedTask;
import org.batchrunner.batch.run.Run;
import org.batchrunner.money.Dollars;

/**
 * A task that waits for its hold.
 *
 * @param run as it will be handed out
 * @param needed the worst case of the calls that no stored reply replaces
 */
record AdmissionCandidate(PlannedTask prepared, Run run, Dollars needed) {}
