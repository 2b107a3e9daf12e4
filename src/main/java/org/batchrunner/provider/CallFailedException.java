package org.batchrunner.provider;

/** Thrown for an attempt that gave no usable reply. */
public final class CallFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient CallFailure outcome;

  public CallFailedException(CallFailure outcome) {
    super(outcome.message());
    this.outcome = outcome;
  }

  public CallFailure outcome() {
    return outcome;
  }
}
