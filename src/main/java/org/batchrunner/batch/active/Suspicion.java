package org.batchrunner.batch.active;

import java.util.HashSet;
import java.util.Set;
import org.batchrunner.provider.CallFailure;
import org.batchrunner.task.ModelId;

/**
 * A failure that no trying again mends, and that may be every row's: the key, the address, the
 * model. Whether it is so shows by what becomes of other rows. Guarded by its {@link Suspicions}.
 */
final class Suspicion {

  /** What it turned out to be. */
  enum Verdict {
    OPEN,
    /** Other calls succeeded: it is the fault of the rows that met it. */
    OWN,
    /** No call can succeed. */
    ALL
  }

  private final ModelId model;
  private final CallFailure.Scope scope;
  private final String message;
  private final Set<Integer> rows = new HashSet<>();
  private Verdict verdict = Verdict.OPEN;
  private boolean providerAnswers;

  Suspicion(ModelId model, CallFailure outcome) {
    this.model = model;
    this.scope = outcome.scope();
    this.message = outcome.message();
  }

  Verdict verdict() {
    return verdict;
  }

  /** The first verdict stands: a late success does not undo that the batch is paused. */
  void decide(Verdict what) {
    if (verdict == Verdict.OPEN) {
      verdict = what;
    }
  }

  boolean isOfProvider() {
    return scope == CallFailure.Scope.PROVIDER;
  }

  /** How many rows have met it. */
  int met(int seq) {
    rows.add(seq);
    return rows.size();
  }

  /** Another model of the provider has answered. */
  void providerAnswers() {
    providerAnswers = true;
  }

  boolean doesProviderAnswer() {
    return providerAnswers;
  }

  /** Why the batch is paused, and what to do. */
  String reason() {
    return isOfProvider()
        ? "calls to %s are refused: %s; put its key or its address right, then resume"
            .formatted(model.provider(), message)
        : "calls to %s are refused: %s; put the model's name or the rights of the key right, then"
            .formatted(model, message)
            .concat(" resume");
  }
}
