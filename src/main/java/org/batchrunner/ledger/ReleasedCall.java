package org.batchrunner.ledger;

import java.time.Instant;
import org.batchrunner.money.Dollars;

/**
 * A call whose money was given back under the cap.
 *
 * @param seq of its task
 * @param no within its task
 * @param amount what it was charged with
 * @param how who or what released it, in words
 */
public record ReleasedCall(int seq, int no, Dollars amount, String how, Instant at) {}
