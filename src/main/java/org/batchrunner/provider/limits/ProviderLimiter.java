package org.batchrunner.provider.limits;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.batchrunner.provider.CallFailure;
import org.batchrunner.provider.ProviderSettings;
import org.jspecify.annotations.Nullable;

/**
 * What one provider may be asked now, and what its answers change about that. Not for several
 * threads at once, but for {@link #pass}, {@link #isCalm()}, {@link #limit} and {@link #ended}.
 */
public final class ProviderLimiter {

  /** How long to wait for an answer to one of the calls in flight, at most. */
  static final long MOMENT = 60_000;

  private final Clock clock;
  private final ConcurrencyLimit inFlight;
  private final CircuitBreaker gate;
  private final @Nullable MinuteWindow requests;
  private final @Nullable MinuteWindow tokens;
  private final List<RateLimitHeaders> learned = RateLimitHeaders.all();
  private final AtomicLong number = new AtomicLong();
  private final AtomicLong prompts = new AtomicLong();
  private final AtomicLong completions = new AtomicLong();
  private long last = Long.MIN_VALUE;
  private long offset;
  private volatile boolean calm = true;

  ProviderLimiter(
      ProviderSettings settings, List<Duration> probeDelays, Duration patience, Clock clock) {
    this.clock = clock;
    this.inFlight = new ConcurrencyLimit(settings.maxInFlight());
    this.gate = new CircuitBreaker(settings.timeout(), probeDelays, patience);
    this.requests = window(settings.requestsPerMinute());
    this.tokens = window(settings.tokensPerMinute());
  }

  private static @Nullable MinuteWindow window(@Nullable Integer most) {
    return most == null ? null : new MinuteWindow(most);
  }

  int inFlight() {
    return inFlight.now();
  }

  public int limit() {
    return inFlight.limit();
  }

  /** Lets a call go where nothing is to be asked; null if something is. */
  public @Nullable Permit pass(long prompt, long completion) {
    boolean free = calm && requests == null && tokens == null && inFlight.isWhole();
    return free && inFlight.begin() ? ticket(prompt, completion) : null;
  }

  private Permit ticket(long prompt, long completion) {
    return new Permit(
        number.incrementAndGet(), prompts.addAndGet(prompt), completions.addAndGet(completion));
  }

  /** Whether there is no reason to wait but the number of calls. */
  boolean isCalm() {
    return calm;
  }

  /** Whether a success with these headers changes nothing. */
  boolean isCalm(Map<String, String> lowerCaseHeaders) {
    return calm
        && inFlight.isWhole()
        && learned.stream().noneMatch(each -> each.isLow(lowerCaseHeaders));
  }

  /** A call has ended, whatever came of it. */
  public void ended() {
    inFlight.ended();
  }

  /** Milliseconds until it makes sense to ask again; 0 if a call may go now. */
  public long delay(long prompt, long completion) {
    long now = now();
    long wait = Math.max(inFlight.isFull() ? MOMENT : 0, gate.delay(now));
    if (requests != null) {
      wait = Math.max(wait, requests.delay(now, 1));
    }
    if (tokens != null) {
      wait = Math.max(wait, tokens.delay(now, prompt + completion));
    }
    for (RateLimitHeaders each : learned) {
      wait = Math.max(wait, each.delay(now, prompt, completion));
    }
    noteCalm();
    return wait;
  }

  /** Milliseconds until there is no reason to wait but the number of other calls. */
  long pause() {
    return gate.delay(now());
  }

  /** Lets a call go, after {@link #delay} was 0; null if others have taken its place since. */
  public @Nullable Permit admit(long prompt, long completion) {
    if (!inFlight.begin()) {
      return null;
    }
    long now = now();
    Permit ticket = ticket(prompt, completion);
    gate.admitted(now, ticket);
    if (requests != null) {
      requests.add(now, 1);
    }
    if (tokens != null) {
      tokens.add(now, prompt + completion);
    }
    learned.forEach(each -> each.take(prompt, completion));
    noteCalm();
    return ticket;
  }

  public void succeeded(Permit ticket, Map<String, String> lowerCaseHeaders) {
    inFlight.succeeded(ticket);
    gate.succeeded(ticket);
    learn(ticket, lowerCaseHeaders);
    noteCalm();
  }

  public void failed(Permit ticket, CallFailure outcome, Map<String, String> lowerCaseHeaders) {
    if (outcome.slowDown()) {
      inFlight.tooMany(ticket, number.get());
    }
    gate.failed(now(), ticket, outcome);
    learn(ticket, lowerCaseHeaders);
    noteCalm();
  }

  void withdrawn(Permit ticket) {
    gate.withdrawn(ticket);
  }

  void pause(Duration wait) {
    gate.pause(now(), wait.toMillis());
    noteCalm();
  }

  /** Whether calls that were let go and have not left yet must not leave. */
  boolean isPaused() {
    return gate.isPaused(now());
  }

  void probe(int vain) {
    gate.probe(now(), vain);
    noteCalm();
  }

  private void learn(Permit ticket, Map<String, String> lowerCaseHeaders) {
    Permit since =
        new Permit(
            number.get() - ticket.number(),
            prompts.get() - ticket.prompt(),
            completions.get() - ticket.completion());
    for (RateLimitHeaders each : learned) {
      each.learn(now(), clock.instant(), lowerCaseHeaders, since);
    }
  }

  private void noteCalm() {
    calm = gate.isCalm() && learned.stream().allMatch(RateLimitHeaders::isCalm);
  }

  /** Whether the account is out of credit, and nobody is to try. */
  public boolean isShut() {
    return gate.isShut(now());
  }

  public LimiterState state() {
    long now = now();
    gate.delay(now);
    return new LimiterState(
        inFlight.limit(),
        instant(gate.pausedUntil()),
        instant(gate.outOfCreditUntil()),
        gate.vainProbes(),
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
