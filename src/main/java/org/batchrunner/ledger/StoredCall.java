package org.batchrunner.ledger;

import org.batchrunner.money.Dollars;

/** A call that is not intended any more. */
record StoredCall(CallState state, Dollars worst) {}
