package org.batchrunner.task;

import org.batchrunner.money.Dollars;

/**
 * The calls of a run that needed no payment, because their replies were in the ledger or came from
 * an identical call in progress.
 *
 * @param calls the number of such calls
 * @param saved the cost of those replies when they were paid for
 */
public record Reuse(int calls, Dollars saved) {}
