package org.batchrunner.ledger;

/** Whether a call may be made. */
public enum Grant {
  GRANTED,
  REFUSED_BY_RUN_CAP,
  REFUSED_BY_BATCH_CAP
}
