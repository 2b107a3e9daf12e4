package org.batchrunner.provider.limits;

import java.time.Duration;
import java.util.List;
import org.batchrunner.provider.CallFailure;
import org.batchrunner.provider.limits.LimiterState.Circuit;

/**
 * Decides whether calls may be sent. They may not while the provider has asked to wait, after
 * several failures in a row, or while the account is out of credit. In the last two cases a single
 * call, the probe, tests whether the state has changed; the outcomes of calls that were sent before
 * are ignored.
 *
 * <p>Time is in milliseconds and never goes back.
 */
final class CircuitBreaker {

  static final int FAILURES = 10;
  static final long FIRST_OPEN = 1_000;
  static final long LONGEST_OPEN = 30_000;

  /** A probe whose end is not reported counts as ended after the time-out plus this time. */
  private static final long GRACE = 30_000;

  private final long timeout;
  private final List<Duration> probeDelays;
  private final long patience;
  private long pausedUntil;
  private boolean open;
  private long openUntil;
  private long openWait = FIRST_OPEN;
  private boolean outOfCredit;
  private long creditUntil;
  private int failedProbes;
  private int failures;

  /** Since when the provider has answered only with rate-limit errors; 0 if it has not. */
  private long refusedSince;

  /** The number of the permit of the probe; 0 if there is none. */
  private long probe;

  /** The number of the permit of the call that found credit again. */
  private long restored;

  private long probeOver;

  /**
   * @param probeDelays waits before each probe of an account that is out of credit; the last is for
   *     all that follow
   * @param patience how long a provider may refuse all calls, or ask to wait, before it is taken
   *     for one whose limit is used up
   */
  CircuitBreaker(Duration timeout, List<Duration> probeDelays, Duration patience) {
    this.patience = patience.toMillis();
    this.timeout = timeout.toMillis();
    this.probeDelays = probeDelays;
  }

  boolean isCalm() {
    return !open && !outOfCredit && failures == 0 && pausedUntil == 0;
  }

  /** Returns whether the provider asked to wait until later, or has no credit until then. */
  boolean isPaused(long now) {
    return pausedUntil > now || isShut(now);
  }

  void pause(long now, long wait) {
    pausedUntil = Math.max(pausedUntil, now + wait);
  }

  /** Notes that the call was not sent after all. */
  void withdrawn(Permit ticket) {
    if (ticket.number() == probe) {
      probe = 0;
    }
  }

  /** Milliseconds until a call may go; 0 if one may now. */
  long delay(long now) {
    if (pausedUntil <= now) {
      pausedUntil = 0;
    }
    long until = pausedUntil;
    if (open) {
      until = Math.max(until, openUntil);
    }
    if (outOfCredit) {
      until = Math.max(until, creditUntil);
    }
    if (isProbing(now)) {
      until = Math.max(until, probeOver);
    }
    return Math.max(0, until - now);
  }

  private boolean isProbing(long now) {
    return (open || outOfCredit) && probe > 0 && now < probeOver;
  }

  void admitted(long now, Permit ticket) {
    if (open || outOfCredit) {
      probe = ticket.number();
      probeOver = now + timeout + GRACE;
    }
  }

  /** Notes that the provider answered. */
  void succeeded(Permit ticket) {
    if ((open || outOfCredit) && ticket.number() != probe) {
      return;
    }
    if (outOfCredit) {
      restored = probe;
    }
    closed();
    refusedSince = 0;
    outOfCredit = false;
    failedProbes = 0;
  }

  private void closed() {
    probe = 0;
    failures = 0;
    open = false;
    openWait = FIRST_OPEN;
  }

  void failed(long now, Permit ticket, CallFailure outcome) {
    boolean probed = ticket.number() == probe;
    long asked = outcome.retryAfter().map(Duration::toMillis).orElse(0L);
    if (outcome.outOfCredit()) {
      if (ticket.number() >= restored) {
        ranOut(now, asked, probed);
      }
      return;
    }
    if (outcome.slowDown() && isEnough(now, asked)) {
      ranOut(now, asked, probed);
      return;
    }
    if (asked > 0) {
      pause(now, asked);
    }
    if (outcome.retryable()) {
      again(now, probed);
    } else if (outcome.httpStatus() != null) {
      refused(probed);
    } else if (probed) {
      probe = 0;
    }
  }

  /**
   * Returns whether the provider has refused long enough that a daily or monthly limit must be used
   * up, so that waiting calls have to end.
   */
  private boolean isEnough(long now, long asked) {
    if (refusedSince == 0) {
      refusedSince = now;
    }
    return asked > patience || now - refusedSince >= patience;
  }

  /**
   * Notes that the provider answered, even if only to refuse this call. Whether there is credit is
   * not known yet.
   */
  private void refused(boolean probed) {
    if (probed || !(open || outOfCredit)) {
      refusedSince = 0;
      closed();
    }
  }

  private void ranOut(long now, long asked, boolean probed) {
    if (outOfCredit && !probed) {
      return;
    }
    failedProbes = outOfCredit ? failedProbes + 1 : 0;
    closed();
    outOfCredit = true;
    pausedUntil = 0;
    creditUntil = now + Math.max(asked, probeDelay());
  }

  private long probeDelay() {
    return probeDelays.get(Math.min(failedProbes, probeDelays.size() - 1)).toMillis();
  }

  private void again(long now, boolean probed) {
    if (probed) {
      probe = 0;
    }
    if (open || outOfCredit) {
      if (probed) {
        openWait = open ? Math.min(LONGEST_OPEN, 2 * openWait) : FIRST_OPEN;
        open = true;
        openUntil = now + openWait;
      }
    } else if (++failures >= FAILURES) {
      open = true;
      openUntil = now + openWait;
    }
  }

  /**
   * Notes that the account was out of credit; the next call tests at once whether it still is.
   *
   * @param failed the number of probes so far that found no credit
   */
  void probe(long now, int failed) {
    outOfCredit = true;
    refusedSince = 0;
    failedProbes = Math.max(failedProbes, failed);
    creditUntil = now;
  }

  /** Returns whether no call goes out before there is credit again, not even a probe. */
  boolean isShut(long now) {
    return outOfCredit && now < creditUntil;
  }

  long pausedUntil() {
    return pausedUntil;
  }

  /** 0 if there is credit. */
  long outOfCreditUntil() {
    return outOfCredit ? creditUntil : 0;
  }

  int failedProbes() {
    return failedProbes;
  }

  Circuit circuit(long now) {
    if (!open) {
      return Circuit.CLOSED;
    }
    return now < openUntil ? Circuit.OPEN : Circuit.PROBING;
  }
}
