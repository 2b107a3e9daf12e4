package org.batchrunner.batch.call;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.batchrunner.batch.EventLog;
import org.batchrunner.provider.limits.LimiterState;
import org.batchrunner.provider.limits.LimiterState.Circuit;
import org.batchrunner.provider.limits.ProviderLimits;
import org.jspecify.annotations.Nullable;

/** Says in the log that a provider is not asked for a while, and that it is again: each once. */
final class ProviderStateLog {

  private final ProviderLimits pace;
  private final Clock clock;
  private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();

  ProviderStateLog(ProviderLimits pace, Clock clock) {
    this.pace = pace;
    this.clock = clock;
  }

  private record Trouble(Instant pausedUntil, boolean open, boolean outOfCredit) {}

  void failed(String provider) {
    LimiterState state = pace.state(provider);
    Instant now = clock.instant();
    troubles.compute(provider, (name, before) -> next(name, before, state, now));
  }

  private static @Nullable Trouble next(
      String provider, @Nullable Trouble before, LimiterState state, Instant now) {
    boolean open = state.circuit() != Circuit.CLOSED;
    boolean outOfCredit = state.outOfCreditUntil() != null;
    Instant paused = Objects.requireNonNullElse(state.pausedUntil(), Instant.EPOCH);
    Instant announced = before == null ? Instant.EPOCH : before.pausedUntil;
    if (outOfCredit && (before == null || !before.outOfCredit)) {
      EventLog.provider(
          "out-of-credit", provider, "out of credit; tried again at " + state.outOfCreditUntil());
    } else if (open && (before == null || !before.open)) {
      EventLog.provider(
          "circuit-open", provider, "it fails again and again; asked less for a while");
    } else if (paused.isAfter(now) && !announced.isAfter(now)) {
      EventLog.provider("provider-paused", provider, "it asks to wait, until " + paused);
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
      LimiterState state = pace.state(provider);
      if (state.circuit() == Circuit.CLOSED
          && state.outOfCreditUntil() == null
          && troubles.remove(provider, trouble)) {
        EventLog.provider("provider-back", provider, "it answers again");
      }
    } else if (trouble != null && !trouble.pausedUntil.isAfter(clock.instant())) {
      troubles.remove(provider, trouble);
    }
  }
}
