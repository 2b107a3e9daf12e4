package org.batchrunner.task;

import org.batchrunner.money.Dollars;

/**
 * Calls of a run that needed no payment: their replies were in the ledger, or came from an
 * identical call under way.
 *
 * @param calls how many there are
 * @param saved what those replies cost when they were paid for
 */
public record Reuse(int calls, Dollars saved) {}
