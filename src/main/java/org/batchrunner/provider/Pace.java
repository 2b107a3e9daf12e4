package org.batchrunner.provider;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * How fast each provider is asked, across all batches: its limits are kept before it has to say so,
 * and what it says to one call holds for all. Safe for any number of threads.
 */
public final class Pace {

  /** Of those that are not paced: no limit. */
  private static final int UNLIMITED = Integer.MAX_VALUE / 2;

  private final Map<String, Turnstile> turnstiles = new HashMap<>();

  public Pace(Providers providers, Clock clock) {
    this(providers, clock, Waiting.REAL);
  }

  Pace(Providers providers, Clock clock, Waiting waiting) {
    providers
        .all()
        .forEach(
            provider ->
                turnstiles.put(provider.name(), new Turnstile(new Lane(provider, clock), waiting)));
  }

  /** How many calls a provider may have in flight now. It adapts. */
  public int limit(String provider) {
    Turnstile turnstile = turnstiles.get(provider);
    return turnstile == null ? UNLIMITED : turnstile.limit();
  }

  /** Calls under way. */
  public int inFlight(String provider) {
    Turnstile turnstile = turnstiles.get(provider);
    return turnstile == null ? 0 : turnstile.inFlight();
  }

  /**
   * Waits until the provider may be asked. Each call that it lets go has to be followed by {@link
   * #succeeded} or {@link #failed}.
   *
   * @param tokens most that the call can use, its completion included
   * @param stillWanted asked at least five times a second
   * @return false if the call is no longer wanted
   */
  public boolean await(String provider, long tokens, BooleanSupplier stillWanted)
      throws InterruptedException {
    Turnstile turnstile = turnstiles.get(provider);
    return turnstile == null
        ? stillWanted.getAsBoolean()
        : turnstile.await(Math.max(0, tokens), stillWanted);
  }

  /**
   * @param lowerCaseHeaders the reply's: rates are learned from them
   */
  public void succeeded(String provider, Map<String, String> lowerCaseHeaders) {
    Turnstile turnstile = turnstiles.get(provider);
    if (turnstile != null) {
      turnstile.succeeded(lowerCaseHeaders);
    }
  }

  /**
   * @param lowerCaseHeaders the reply's; empty if there was none
   */
  public void failed(String provider, Outcome outcome, Map<String, String> lowerCaseHeaders) {
    Turnstile turnstile = turnstiles.get(provider);
    if (turnstile != null) {
      turnstile.failed(outcome, lowerCaseHeaders);
    }
  }

  /** Forgets that the account was out of credit: somebody says that it no longer is. */
  public void retryNow(String provider) {
    Turnstile turnstile = turnstiles.get(provider);
    if (turnstile != null) {
      turnstile.retryNow();
    }
  }

  public PaceState state(String provider) {
    Turnstile turnstile = turnstiles.get(provider);
    return turnstile == null
        ? new PaceState(UNLIMITED, null, null, PaceState.Circuit.CLOSED)
        : turnstile.state();
  }
}
