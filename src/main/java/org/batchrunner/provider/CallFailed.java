package org.batchrunner.provider;

/** An attempt that brought no usable reply. */
public final class CallFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Outcome outcome;

  public CallFailed(Outcome outcome) {
    super(outcome.message());
    this.outcome = outcome;
  }

  public Outcome outcome() {
    return outcome;
  }
}
