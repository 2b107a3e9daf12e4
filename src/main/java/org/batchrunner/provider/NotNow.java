package org.batchrunner.provider;

import java.io.IOException;

/** A request that was not sent: while it was on its way out, the provider asked to wait. */
public final class NotNow extends IOException {

  private static final long serialVersionUID = 1L;

  public NotNow(String provider) {
    super(provider + " asked to wait");
  }
}
