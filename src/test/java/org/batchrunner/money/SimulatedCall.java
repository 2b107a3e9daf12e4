package org.batchrunner.money;

/** A call of the model: what the program believes of it, and what the vendor has billed for it. */
final class SimulatedCall {

  enum State {
    INTENDED,
    SENT,
    SETTLED,
    AT_RISK,
    FREE
  }

  final Dollars worst;
  State state = State.INTENDED;

  /** What the vendor bills; only a reply tells the program. */
  Dollars bill = Dollars.ZERO;

  SimulatedCall(Dollars worst) {
    this.worst = worst;
  }

  /** The request leaves, and the vendor bills what it will. */
  void send(Dollars billed) {
    state = State.SENT;
    bill = billed;
  }

  boolean open() {
    return state == State.INTENDED || state == State.SENT;
  }

  @Override
  public String toString() {
    return "%s (worst %s, billed %s)".formatted(state, worst, bill);
  }
}
