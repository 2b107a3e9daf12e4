package org.batchrunner.batch.call;

import org.batchrunner.money.Dollars;
import org.batchrunner.money.Grant;

/** A further attempt needs more money than a cap leaves. */
public final class CapExceededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Grant grant;
  private final Dollars needed;

  CapExceededException(Grant grant, Dollars needed) {
    super("no money for a further attempt, which may cost " + needed.format(Dollars.COST_DECIMALS));
    this.grant = grant;
    this.needed = needed;
  }

  public Grant grant() {
    return grant;
  }

  Dollars needed() {
    return needed;
  }
}
