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
 * Enforces the limits of one provider and adapts them to its answers. Not thread-safe, except for
 * {@link #pass}, {@link #isCalm()}, {@link #limit} and {@link #ended}.
 */
public final class ProviderLimiter {

  /** The longest wait for one of the calls in flight to end, in milliseconds. */
  static final long MOMENT = 60_000;

  private final Clock clock;
  private final ConcurrencyLimit inFlight;
  private final CircuitBreaker breaker;
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
    this.breaker = new CircuitBreaker(settings.timeout(), probeDelays, patience);
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

  /** Permits a call at once if nothing is limited now; else returns null. */
  public @Nullable Permit pass(long prompt, long completion) {
    boolean free = calm && requests == null && tokens == null && inFlight.isWhole();
    return free && inFlight.begin() ? ticket(prompt, completion) : null;
  }

  private Permit ticket(long prompt, long completion) {
    return new Permit(
        number.incrementAndGet(), prompts.addAndGet(prompt), completions.addAndGet(completion));
  }

  /** Returns whether only the number of calls in flight may require a wait. */
  boolean isCalm() {
    return calm;
  }

  /** Returns whether a success with these headers changes nothing. */
  boolean isCalm(Map<String, String> lowerCaseHeaders) {
    return calm
        && inFlight.isWhole()
        && learned.stream().noneMatch(each -> each.isLow(lowerCaseHeaders));
  }

  /** Notes that a call has ended, whatever its outcome. */
  public void ended() {
    inFlight.ended();
  }

  /** Returns the milliseconds until it makes sense to ask again; 0 if a call may be sent now. */
  public long delay(long prompt, long completion) {
    long now = now();
    long wait = Math.max(inFlight.isFull() ? MOMENT : 0, breaker.delay(now));
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

  /** Returns the milliseconds until only the number of calls in flight may require a wait. */
  long pause() {
    return breaker.delay(now());
  }

  /** Permits a call after {@link #delay} was 0; null if other calls have taken its place since. */
  public @Nullable Permit admit(long prompt, long completion) {
    if (!inFlight.begin()) {
      return null;
    }
    long now = now();
    Permit ticket = ticket(prompt, completion);
    breaker.admitted(now, ticket);
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
    breaker.succeeded(ticket);
    learn(ticket, lowerCaseHeaders);
    noteCalm();
  }

  public void failed(Permit ticket, CallFailure outcome, Map<String, String> lowerCaseHeaders) {
    if (outcome.slowDown()) {
      inFlight.tooMany(ticket, number.get());
    }
    breaker.failed(now(), ticket, outcome);
    learn(ticket, lowerCaseHeaders);
    noteCalm();
  }

  void withdrawn(Permit ticket) {
    breaker.withdrawn(ticket);
  }

  void pause(Duration wait) {
    breaker.pause(now(), wait.toMillis());
    noteCalm();
  }

  /** Returns whether calls that have a permit but are not sent yet must not be sent. */
  boolean isPaused() {
    return breaker.isPaused(now());
  }

  void probe(int failed) {
    breaker.probe(now(), failed);
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
    calm = breaker.isCalm() && learned.stream().allMatch(RateLimitHeaders::isCalm);
  }

  /** Returns whether the account is out of credit, so that no call may be sent. */
  public boolean isShut() {
    return breaker.isShut(now());
  }

  public LimiterState state() {
    long now = now();
    breaker.delay(now);
    return new LimiterState(
        inFlight.limit(),
        instant(breaker.pausedUntil()),
        instant(breaker.outOfCreditUntil()),
        breaker.failedProbes(),
        breaker.circuit(now));
  }

  private @Nullable Instant instant(long at) {
    return at == 0 ? null : Instant.ofEpochMilli(at - offset);
  }

  /** Returns the time, which never goes back, so that a clock that is set back causes no waits. */
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
