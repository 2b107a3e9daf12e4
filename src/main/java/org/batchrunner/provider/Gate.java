package org.batchrunner.provider;

import java.time.Duration;
import org.batchrunner.provider.PaceState.Circuit;

/**
 * Whether calls may go out: not while the provider asked to wait, nor after failures in a row, nor
 * while the account is out of credit. After the last two one call goes ahead to see.
 *
 * <p>Time is in milliseconds and never goes back.
 */
final class Gate {

  static final int FAILURES = 10;
  static final long FIRST_OPEN = 1_000;
  static final long LONGEST_OPEN = 30_000;
  static final long FIRST_CREDIT = 60_000;
  static final long LONGEST_CREDIT = 900_000;

  /** A probe that nobody tells the end of is over after the time-out and this. */
  private static final long GRACE = 30_000;

  private final long timeout;
  private long pausedUntil;
  private long openUntil;
  private long openWait = FIRST_OPEN;
  private long creditUntil;
  private long creditWait = FIRST_CREDIT;
  private boolean open;
  private boolean outOfCredit;
  private int failures;
  private boolean probing;
  private long probeOver;

  Gate(Duration timeout) {
    this.timeout = timeout.toMillis();
  }

  boolean isCalm() {
    return !open && !outOfCredit && failures == 0 && pausedUntil == 0;
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
    if ((open || outOfCredit) && probing) {
      until = Math.max(until, probeOver);
    }
    return Math.max(0, until - now);
  }

  void admitted(long now) {
    if (open || outOfCredit) {
      probing = true;
      probeOver = now + timeout + GRACE;
    }
  }

  /** The provider answers. */
  void succeeded() {
    probing = false;
    failures = 0;
    open = false;
    openWait = FIRST_OPEN;
    outOfCredit = false;
    creditWait = FIRST_CREDIT;
  }

  void failed(long now, Outcome outcome) {
    outcome
        .retryAfter()
        .ifPresent(wait -> pausedUntil = Math.max(pausedUntil, now + wait.toMillis()));
    switch (outcome.retry()) {
      case OUT_OF_CREDIT ->
          outOfCredit(now, outcome.retryAfter().map(Duration::toMillis).orElse(0L));
      case NEVER -> refused(outcome);
      case AGAIN -> again(now);
    }
  }

  /** It answers, if only to refuse this one call. */
  private void refused(Outcome outcome) {
    probing = false;
    if (outcome.httpStatus() != null) {
      failures = 0;
      open = false;
      openWait = FIRST_OPEN;
    }
  }

  private void outOfCredit(long now, long asked) {
    probing = false;
    open = false;
    failures = 0;
    if (outOfCredit && now < creditUntil) {
      return;
    }
    creditWait = outOfCredit ? Math.min(LONGEST_CREDIT, 2 * creditWait) : FIRST_CREDIT;
    outOfCredit = true;
    creditUntil = now + Math.max(asked, creditWait);
  }

  private void again(long now) {
    failures = Math.min(FAILURES, failures + 1);
    if (open && now < openUntil) {
      return;
    }
    probing = false;
    if (open) {
      openWait = Math.min(LONGEST_OPEN, 2 * openWait);
      openUntil = now + openWait;
    } else if (failures >= FAILURES) {
      open = true;
      openUntil = now + openWait;
    }
  }

  /** Somebody says that there is credit again. */
  void retryNow() {
    outOfCredit = false;
    creditWait = FIRST_CREDIT;
    probing = false;
  }

  long pausedUntil() {
    return pausedUntil;
  }

  /** 0 if there is credit. */
  long outOfCreditUntil() {
    return outOfCredit ? creditUntil : 0;
  }

  Circuit circuit(long now) {
    if (!open) {
      return Circuit.CLOSED;
    }
    return now < openUntil ? Circuit.OPEN : Circuit.PROBING;
  }
}
