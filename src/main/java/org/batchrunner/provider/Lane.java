package org.batchrunner.provider;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one provider may be asked now, and what its answers change about that. Not for several
 * threads at once, but for {@link #isOpen}, {@link #isCalm}, {@link #limit} and the count of calls.
 */
final class Lane {

  private final Clock clock;
  private final InFlight inFlight;
  private final Gate gate;
  private final @Nullable Window requests;
  private final @Nullable Window tokens;
  private final Learned learnedRequests = new Learned("requests");
  private final Learned learnedTokens = new Learned("tokens");
  private long last = Long.MIN_VALUE;
  private long offset;
  private volatile boolean calm = true;

  Lane(ProviderSettings settings, Clock clock) {
    this.clock = clock;
    this.inFlight = new InFlight(settings.maxInFlight());
    this.gate = new Gate(settings.timeout());
    this.requests = window(settings.requestsPerMinute());
    this.tokens = window(settings.tokensPerMinute());
  }

  private static @Nullable Window window(@Nullable Integer most) {
    return most == null ? null : new Window(most);
  }

  int inFlight() {
    return inFlight.now();
  }

  int limit() {
    return inFlight.limit();
  }

  /** Whether a call may go without asking. */
  boolean isOpen() {
    return calm && requests == null && tokens == null;
  }

  /** Whether a success with these headers changes nothing. */
  boolean isCalm(Map<String, String> lowerCaseHeaders) {
    return calm
        && inFlight.isWhole()
        && !learnedRequests.isLow(lowerCaseHeaders)
        && !learnedTokens.isLow(lowerCaseHeaders);
  }

  void sent() {
    inFlight.sent();
  }

  void ended() {
    inFlight.ended();
  }

  /**
   * Lets a call go, if it may.
   *
   * @return 0 if it goes, else milliseconds until it makes sense to ask again
   */
  long admit(long amount) {
    long now = now();
    long wait =
        Stream.of(
                gate.delay(now),
                requests == null ? 0L : requests.delay(now, 1),
                tokens == null ? 0L : tokens.delay(now, amount),
                learnedRequests.delay(now, 1),
                learnedTokens.delay(now, amount))
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
    if (wait == 0) {
      gate.admitted(now);
      if (requests != null) {
        requests.add(now, 1);
      }
      if (tokens != null) {
        tokens.add(now, amount);
      }
      learnedRequests.take(1);
      learnedTokens.take(amount);
    }
    noteCalm();
    return wait;
  }

  void succeeded(Map<String, String> lowerCaseHeaders) {
    inFlight.succeeded();
    gate.succeeded();
    learn(lowerCaseHeaders);
    noteCalm();
  }

  void failed(Outcome outcome, Map<String, String> lowerCaseHeaders) {
    inFlight.failed(outcome.slowDown());
    gate.failed(now(), outcome);
    learn(lowerCaseHeaders);
    noteCalm();
  }

  void retryNow() {
    gate.retryNow();
    noteCalm();
  }

  private void learn(Map<String, String> lowerCaseHeaders) {
    for (Learned learned : List.of(learnedRequests, learnedTokens)) {
      learned.learn(now(), clock.instant(), lowerCaseHeaders);
    }
  }

  private void noteCalm() {
    calm = gate.isCalm() && learnedRequests.isCalm() && learnedTokens.isCalm();
  }

  PaceState state() {
    long now = now();
    gate.delay(now);
    return new PaceState(
        inFlight.limit(),
        instant(gate.pausedUntil()),
        instant(gate.outOfCreditUntil()),
        gate.circuit(now));
  }

  private @Nullable Instant instant(long at) {
    return at == 0 ? null : Instant.ofEpochMilli(at - offset);
  }

  /** A clock that is set back must not make anybody wait for what has passed. */
  private long now() {
    long now = clock.millis() + offset;
    if (now < last) {
      offset += last - now;
      now = last;
    }
    last = now;
    return now;
  }
}
