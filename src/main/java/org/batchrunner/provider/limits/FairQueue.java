package org.batchrunner.provider.limits;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.batchrunner.provider.CallFailure;
import org.jspecify.annotations.Nullable;

/** Lets callers through a limiter in the order in which they came, so that none waits for ever. */
final class FairQueue {

  /** Milliseconds between two checks whether a waiting call is still wanted. */
  private static final long POLL = 200;

  private final ProviderLimiter limiter;
  private final Waiting waiting;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Condition> queue = new ArrayDeque<>();

  /** The length of the queue, for those without the lock. */
  private volatile int waiters;

  FairQueue(ProviderLimiter limiter, Waiting waiting) {
    this.limiter = limiter;
    this.waiting = waiting;
  }

  /** Waits for a permit; null if the call is no longer wanted, or the account is out of credit. */
  @Nullable Permit await(long prompt, long completion, BooleanSupplier stillWanted)
      throws InterruptedException {
    if (!stillWanted.getAsBoolean()) {
      return null;
    }
    Permit ticket = waiters == 0 ? limiter.pass(prompt, completion) : null;
    return ticket != null ? ticket : queue(prompt, completion, stillWanted);
  }

  private @Nullable Permit queue(long prompt, long completion, BooleanSupplier stillWanted)
      throws InterruptedException {
    Condition turn = lock.newCondition();
    change(() -> queue.addLast(turn));
    try {
      Permit ticket = null;
      while (ticket == null && stillWanted.getAsBoolean() && !isShut()) {
        ticket = goOrWait(turn, prompt, completion);
      }
      return ticket;
    } finally {
      change(() -> queue.remove(turn));
    }
  }

  private @Nullable Permit goOrWait(Condition turn, long prompt, long completion)
      throws InterruptedException {
    lock.lock();
    try {
      long wait = queue.peekFirst() == turn ? limiter.delay(prompt, completion) : POLL;
      Permit ticket = wait == 0 ? limiter.admit(prompt, completion) : null;
      if (ticket == null) {
        waiting.upTo(turn, Duration.ofMillis(Math.max(1, Math.min(wait, POLL))));
      }
      return ticket;
    } finally {
      lock.unlock();
    }
  }

  /** Waits while no call may be sent for other reasons than the number of calls in flight. */
  boolean awaitPause(BooleanSupplier stillWanted) throws InterruptedException {
    if (limiter.isCalm()) {
      return true;
    }
    Condition turn = lock.newCondition();
    while (stillWanted.getAsBoolean() && !isShut()) {
      lock.lock();
      try {
        long wait = limiter.pause();
        if (wait == 0) {
          return true;
        }
        waiting.upTo(turn, Duration.ofMillis(Math.min(wait, POLL)));
      } finally {
        lock.unlock();
      }
    }
    return false;
  }

  boolean isHeld() {
    if (limiter.isCalm()) {
      return false;
    }
    lock.lock();
    try {
      return limiter.pause() > 0;
    } finally {
      lock.unlock();
    }
  }

  int inFlight() {
    return limiter.inFlight();
  }

  int limit() {
    return limiter.limit();
  }

  void succeeded(Permit ticket, Map<String, String> lowerCaseHeaders) {
    limiter.ended();
    if (!limiter.isCalm(lowerCaseHeaders)) {
      change(() -> limiter.succeeded(ticket, lowerCaseHeaders));
    } else if (waiters > 0) {
      change(() -> {});
    }
  }

  void failed(Permit ticket, CallFailure outcome, Map<String, String> lowerCaseHeaders) {
    limiter.ended();
    change(() -> limiter.failed(ticket, outcome, lowerCaseHeaders));
  }

  void withdrawn(Permit ticket) {
    limiter.ended();
    change(() -> limiter.withdrawn(ticket));
  }

  void pause(Duration wait) {
    change(() -> limiter.pause(wait));
  }

  boolean isPaused() {
    if (limiter.isCalm()) {
      return false;
    }
    lock.lock();
    try {
      return limiter.isPaused();
    } finally {
      lock.unlock();
    }
  }

  void probe(int failed) {
    change(() -> limiter.probe(failed));
  }

  boolean isShut() {
    if (limiter.isCalm()) {
      return false;
    }
    lock.lock();
    try {
      return limiter.isShut();
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      waiters = queue.size();
      Condition first = queue.peekFirst();
      if (first != null) {
        first.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  LimiterState state() {
    lock.lock();
    try {
      return limiter.state();
    } finally {
      lock.unlock();
    }
  }
}
