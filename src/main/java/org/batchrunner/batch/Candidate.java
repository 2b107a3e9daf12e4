package org.batchrunner.batch;

import org.batchrunner.money.Dollars;

/**
 * A task that waits for its hold.
 *
 * @param run as it will be handed out
 * @param needed the worst case of the calls that no stored reply replaces
 */
record Candidate(Prepared prepared, Run run, Dollars needed) {}
