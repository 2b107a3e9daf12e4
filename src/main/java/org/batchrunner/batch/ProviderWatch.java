package org.batchrunner.batch;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.batchrunner.provider.Pace;
import org.batchrunner.provider.PaceState;
import org.batchrunner.provider.PaceState.Circuit;
import org.jspecify.annotations.Nullable;

/** Says in the log that a provider is not asked for a while, and that it is again: each once. */
final class ProviderWatch {

  private final Pace pace;
  private final Clock clock;
  private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();

  ProviderWatch(Pace pace, Clock clock) {
    this.pace = pace;
    this.clock = clock;
  }

  private record Trouble(Instant pausedUntil, boolean open, boolean outOfCredit) {}

  void failed(String provider) {
    PaceState state = pace.state(provider);
    Instant now = clock.instant();
    troubles.compute(provider, (name, before) -> next(name, before, state, now));
  }

  private static @Nullable Trouble next(
      String provider, @Nullable Trouble before, PaceState state, Instant now) {
    boolean open = state.circuit() != Circuit.CLOSED;
    boolean outOfCredit = state.outOfCreditUntil() != null;
    Instant paused = Objects.requireNonNullElse(state.pausedUntil(), Instant.EPOCH);
    Instant announced = before == null ? Instant.EPOCH : before.pausedUntil;
    if (outOfCredit && (before == null || !before.outOfCredit)) {
      Events.provider(
          "out-of-credit", provider, "out of credit; tried again at " + state.outOfCreditUntil());
    } else if (open && (before == null || !before.open)) {
      Events.provider("circuit-open", provider, "it fails again and again; asked less for a while");
    } else if (paused.isAfter(now) && !announced.isAfter(now)) {
      Events.provider("provider-paused", provider, "it asks to wait, until " + paused);
    }
    return paused.isAfter(now) || open || outOfCredit
        ? new Trouble(announced.isAfter(paused) ? announced : paused, open, outOfCredit)
        : null;
  }

  /** On the way of every call: costs nothing while there is no trouble. */
  void succeeded(String provider) {
    if (troubles.isEmpty()) {
      return;
    }
    Trouble trouble = troubles.get(provider);
    if (trouble != null && (trouble.open || trouble.outOfCredit)) {
      PaceState state = pace.state(provider);
      if (state.circuit() == Circuit.CLOSED
          && state.outOfCreditUntil() == null
          && troubles.remove(provider, trouble)) {
        Events.provider("provider-back", provider, "it answers again");
      }
    } else if (trouble != null && !trouble.pausedUntil.isAfter(clock.instant())) {
      troubles.remove(provider, trouble);
    }
  }
}
