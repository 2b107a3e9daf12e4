package org.batchrunner.ledger;

/**
 * What a model's last calls used.
 *
 * @param outputTokens of a reply, on average
 * @param seconds that a reply took, on average
 */
public record TypicalUsage(long outputTokens, double seconds) {}
