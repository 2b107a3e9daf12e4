package org.batchrunner.provider.limits;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.batchrunner.provider.CallFailure;
import org.batchrunner.provider.Classification;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.RetryAfter;
import org.batchrunner.provider.SendCancelledException;
import org.jspecify.annotations.Nullable;

/**
 * Limits the calls of each provider across all batches. Its known limits are kept in advance, and
 * what it answers to one call applies to all. Thread-safe.
 */
public final class ProviderLimits {

  /** The limit of providers that are not limited. */
  private static final int UNLIMITED = Integer.MAX_VALUE / 2;

  private static final Permit FREE = new Permit(0, 0, 0);

  private static final int FIRST_ERROR = 400;

  private final Map<String, FairQueue> queues = new HashMap<>();
  private final Clock clock;
  private final Duration patience;

  /**
   * @param probeDelays waits before each probe of an account that is out of credit; the last is for
   *     all that follow
   * @param patience how long a provider may refuse all calls, or ask to wait, before it is taken
   *     for one whose limit is used up, as if it were out of credit
   */
  public ProviderLimits(
      Providers providers, List<Duration> probeDelays, Duration patience, Clock clock) {
    this(providers, probeDelays, patience, clock, Waiting.REAL);
  }

  ProviderLimits(
      Providers providers,
      List<Duration> probeDelays,
      Duration patience,
      Clock clock,
      Waiting waiting) {
    Classification.check();
    this.clock = clock;
    this.patience = patience;
    for (ProviderSettings provider : providers.all()) {
      ProviderLimiter limiter = new ProviderLimiter(provider, probeDelays, patience, clock);
      queues.put(provider.name(), new FairQueue(limiter, waiting));
    }
  }

  /** Returns how many calls of a provider may be in flight now; the number adapts. */
  public int limit(String provider) {
    FairQueue queue = queues.get(provider);
    return queue == null ? UNLIMITED : queue.limit();
  }

  /** Returns the number of calls in flight. */
  public int inFlight(String provider) {
    FairQueue queue = queues.get(provider);
    return queue == null ? 0 : queue.inFlight();
  }

  /**
   * Waits until the provider may be called. Each permit must be passed back to {@link #succeeded},
   * {@link #failed} or {@link #withdrawn}.
   *
   * @param prompt about how many tokens the prompt has
   * @param completion most tokens that the completion can have
   * @param stillWanted asked at least five times a second
   * @return null if the call is no longer wanted, or the account is out of credit
   */
  public @Nullable Permit await(
      String provider, long prompt, long completion, BooleanSupplier stillWanted)
      throws InterruptedException {
    FairQueue queue = queues.get(provider);
    if (queue == null) {
      return stillWanted.getAsBoolean() ? FREE : null;
    }
    return queue.await(Math.max(0, prompt), Math.max(0, completion), stillWanted);
  }

  /**
   * Waits while the provider must not be called, because it asked to wait or does not answer. Does
   * not wait where the account is out of credit.
   *
   * @return false if the provider still must not be called, because the call is no longer wanted or
   *     the account is out of credit
   */
  @CanIgnoreReturnValue
  public boolean awaitPause(String provider, BooleanSupplier stillWanted)
      throws InterruptedException {
    FairQueue queue = queues.get(provider);
    return queue == null || queue.awaitPause(stillWanted);
  }

  /** Returns whether the provider must not be called now, whatever the number of calls. */
  public boolean isHeld(String provider) {
    FairQueue queue = queues.get(provider);
    return queue != null && queue.isHeld();
  }

  /**
   * @param lowerCaseHeaders the reply's: rates are learned from them
   */
  public void succeeded(String provider, Permit ticket, Map<String, String> lowerCaseHeaders) {
    FairQueue queue = queues.get(provider);
    if (queue != null) {
      queue.succeeded(ticket, lowerCaseHeaders);
    }
  }

  /**
   * @param lowerCaseHeaders the reply's; empty if there was none
   */
  public void failed(
      String provider, Permit ticket, CallFailure outcome, Map<String, String> lowerCaseHeaders) {
    FairQueue queue = queues.get(provider);
    if (queue != null) {
      queue.failed(ticket, outcome, lowerCaseHeaders);
    }
  }

  /** Notes that the call was not sent after all. */
  public void withdrawn(String provider, Permit ticket) {
    FairQueue queue = queues.get(provider);
    if (queue != null) {
      queue.withdrawn(ticket);
    }
  }

  /**
   * Notes how long to wait as soon as the headers of a reply have arrived, before its body is read.
   *
   * @param lowerCaseHeaders the reply's
   */
  public void heard(String provider, int status, Map<String, String> lowerCaseHeaders) {
    FairQueue queue = queues.get(provider);
    if (queue != null && status >= FIRST_ERROR) {
      RetryAfter.of(lowerCaseHeaders, new byte[0], clock.instant())
          .ifPresent(wait -> queue.pause(wait.compareTo(patience) > 0 ? patience : wait));
    }
  }

  /**
   * The last check before a request is sent.
   *
   * @throws SendCancelledException if the provider has asked to wait since the call was let go
   */
  public void leaves(String provider) throws SendCancelledException {
    FairQueue queue = queues.get(provider);
    if (queue != null && queue.isPaused()) {
      throw new SendCancelledException(SendCancelledException.Reason.PROVIDER_ASKED_TO_WAIT);
    }
  }

  /** Returns whether the account is out of credit and not even a probe is sent now. */
  public boolean isShut(String provider) {
    FairQueue queue = queues.get(provider);
    return queue != null && queue.isShut();
  }

  /**
   * Notes that the account was out of credit: the next call tests whether it still is, and others
   * wait for its outcome.
   *
   * @param failed the number of earlier probes that found no credit
   */
  public void probe(String provider, int failed) {
    FairQueue queue = queues.get(provider);
    if (queue != null) {
      queue.probe(failed);
    }
  }

  public LimiterState state(String provider) {
    FairQueue queue = queues.get(provider);
    return queue == null
        ? new LimiterState(UNLIMITED, null, null, 0, LimiterState.Circuit.CLOSED)
        : queue.state();
  }
}
