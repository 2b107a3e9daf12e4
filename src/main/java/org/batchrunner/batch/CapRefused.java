package org.batchrunner.batch;

import org.batchrunner.money.Dollars;
import org.batchrunner.money.Grant;

/** A further attempt needs more money than a cap leaves. */
final class CapRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Grant grant;
  private final Dollars needed;

  CapRefused(Grant grant, Dollars needed) {
    super("no money for a further attempt, which may cost " + needed.format(4));
    this.grant = grant;
    this.needed = needed;
  }

  Grant grant() {
    return grant;
  }

  Dollars needed() {
    return needed;
  }
}
