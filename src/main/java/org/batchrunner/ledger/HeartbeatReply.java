package org.batchrunner.ledger;

/**
 * The answer to a heartbeat.
 *
 * @param mine whether the batch is still its caller's; if not, nothing more may be written for it
 * @param optionsVersion changes when the options do
 */
public record HeartbeatReply(boolean mine, RequestedState wanted, int optionsVersion) {}
