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
 * How fast each provider is asked, across all batches: its limits are kept before it has to say so,
 * and what it says to one call holds for all. Safe for any number of threads.
 */
public final class ProviderLimits {

  /** Of those that are not paced: no limit. */
  private static final int UNLIMITED = Integer.MAX_VALUE / 2;

  private static final Permit FREE = new Permit(0, 0, 0);

  private static final int FIRST_ERROR = 400;

  private final Map<String, FairQueue> turnstiles = new HashMap<>();
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
      ProviderLimiter lane = new ProviderLimiter(provider, probeDelays, patience, clock);
      turnstiles.put(provider.name(), new FairQueue(lane, waiting));
    }
  }

  /** How many calls a provider may have in flight now. It adapts. */
  public int limit(String provider) {
    FairQueue turnstile = turnstiles.get(provider);
    return turnstile == null ? UNLIMITED : turnstile.limit();
  }

  /** Calls under way. */
  public int inFlight(String provider) {
    FairQueue turnstile = turnstiles.get(provider);
    return turnstile == null ? 0 : turnstile.inFlight();
  }

  /**
   * Waits until the provider may be asked. Each call that it lets go has to be followed by {@link
   * #succeeded} or {@link #failed}.
   *
   * @param prompt about how many tokens the prompt has
   * @param completion most tokens that the completion can have
   * @param stillWanted asked at least five times a second
   * @return null if the call is no longer wanted, or the account is out of credit
   */
  public @Nullable Permit await(
      String provider, long prompt, long completion, BooleanSupplier stillWanted)
      throws InterruptedException {
    FairQueue turnstile = turnstiles.get(provider);
    if (turnstile == null) {
      return stillWanted.getAsBoolean() ? FREE : null;
    }
    return turnstile.await(Math.max(0, prompt), Math.max(0, completion), stillWanted);
  }

  /**
   * Waits while nobody may ask the provider: it said how long to wait, or does not answer. Does not
   * wait where the account is out of credit.
   *
   * @return false if it may still not be asked: the call is not wanted any more, or the account is
   *     out of credit
   */
  @CanIgnoreReturnValue
  public boolean awaitPause(String provider, BooleanSupplier stillWanted)
      throws InterruptedException {
    FairQueue turnstile = turnstiles.get(provider);
    return turnstile == null || turnstile.awaitPause(stillWanted);
  }

  /** Whether nobody may ask the provider now, whatever the number of calls. */
  public boolean isHeld(String provider) {
    FairQueue turnstile = turnstiles.get(provider);
    return turnstile != null && turnstile.isHeld();
  }

  /**
   * @param lowerCaseHeaders the reply's: rates are learned from them
   */
  public void succeeded(String provider, Permit ticket, Map<String, String> lowerCaseHeaders) {
    FairQueue turnstile = turnstiles.get(provider);
    if (turnstile != null) {
      turnstile.succeeded(ticket, lowerCaseHeaders);
    }
  }

  /**
   * @param lowerCaseHeaders the reply's; empty if there was none
   */
  public void failed(
      String provider, Permit ticket, CallFailure outcome, Map<String, String> lowerCaseHeaders) {
    FairQueue turnstile = turnstiles.get(provider);
    if (turnstile != null) {
      turnstile.failed(ticket, outcome, lowerCaseHeaders);
    }
  }

  /** The call was not sent after all, and says nothing about the provider. */
  public void withdrawn(String provider, Permit ticket) {
    FairQueue turnstile = turnstiles.get(provider);
    if (turnstile != null) {
      turnstile.withdrawn(ticket);
    }
  }

  /**
   * Hears how long to wait as soon as a reply's headers are there, before anybody has read it.
   *
   * @param lowerCaseHeaders the reply's
   */
  public void heard(String provider, int status, Map<String, String> lowerCaseHeaders) {
    FairQueue turnstile = turnstiles.get(provider);
    if (turnstile != null && status >= FIRST_ERROR) {
      RetryAfter.of(lowerCaseHeaders, new byte[0], clock.instant())
          .ifPresent(wait -> turnstile.pause(wait.compareTo(patience) > 0 ? patience : wait));
    }
  }

  /**
   * The last look before a request leaves.
   *
   * @throws SendCancelledException if the provider has asked to wait since the call was let go
   */
  public void leaves(String provider) throws SendCancelledException {
    FairQueue turnstile = turnstiles.get(provider);
    if (turnstile != null && turnstile.isPaused()) {
      throw new SendCancelledException(SendCancelledException.Reason.PROVIDER_ASKED_TO_WAIT);
    }
  }

  /** Whether the account is out of credit, and not even a probe goes out now. */
  public boolean isShut(String provider) {
    FairQueue turnstile = turnstiles.get(provider);
    return turnstile != null && turnstile.isShut();
  }

  /**
   * The account was out of credit: the next call is to see whether it still is, and others wait for
   * what comes of it.
   *
   * @param vain probes before it that found no credit
   */
  public void probe(String provider, int vain) {
    FairQueue turnstile = turnstiles.get(provider);
    if (turnstile != null) {
      turnstile.probe(vain);
    }
  }

  public LimiterState state(String provider) {
    FairQueue turnstile = turnstiles.get(provider);
    return turnstile == null
        ? new LimiterState(UNLIMITED, null, null, 0, LimiterState.Circuit.CLOSED)
        : turnstile.state();
  }
}
