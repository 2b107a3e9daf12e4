package org.batchrunner.provider;

import java.io.IOException;

/**
 * Thrown if a request was not sent because something changed at the last moment. No attempt was
 * made.
 */
public final class SendCancelledException extends IOException {

  private static final long serialVersionUID = 1L;

  /** The change that prevented the request. */
  public enum Reason {
    PROVIDER_ASKED_TO_WAIT("the provider asked to wait"),
    LEASE_UNSURE("the lease of the batch may have run out"),
    BATCH_STOPS("no further call of the batch may begin");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  private final Reason reason;

  public SendCancelledException(Reason reason) {
    super(reason.words);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
