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

/** Lets callers into a lane, first come first served, so that nobody waits for ever. */
final class FairQueue {

  /** How often a waiting caller is asked whether it still wants to. */
  private static final long POLL = 200;

  private final ProviderLimiter lane;
  private final Waiting waiting;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Condition> queue = new ArrayDeque<>();

  /** The length of the queue, for those without the lock. */
  private volatile int waiters;

  FairQueue(ProviderLimiter lane, Waiting waiting) {
    this.lane = lane;
    this.waiting = waiting;
  }

  /** Null if the call is no longer wanted, or the account is out of credit. */
  @Nullable Permit await(long prompt, long completion, BooleanSupplier stillWanted)
      throws InterruptedException {
    if (!stillWanted.getAsBoolean()) {
      return null;
    }
    Permit ticket = waiters == 0 ? lane.pass(prompt, completion) : null;
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
      long wait = queue.peekFirst() == turn ? lane.delay(prompt, completion) : POLL;
      Permit ticket = wait == 0 ? lane.admit(prompt, completion) : null;
      if (ticket == null) {
        waiting.upTo(turn, Duration.ofMillis(Math.max(1, Math.min(wait, POLL))));
      }
      return ticket;
    } finally {
      lock.unlock();
    }
  }

  /** Waits while no call may go, whatever the number of others. */
  boolean awaitPause(BooleanSupplier stillWanted) throws InterruptedException {
    if (lane.isCalm()) {
      return true;
    }
    Condition turn = lock.newCondition();
    while (stillWanted.getAsBoolean() && !isShut()) {
      lock.lock();
      try {
        long wait = lane.pause();
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
    if (lane.isCalm()) {
      return false;
    }
    lock.lock();
    try {
      return lane.pause() > 0;
    } finally {
      lock.unlock();
    }
  }

  int inFlight() {
    return lane.inFlight();
  }

  int limit() {
    return lane.limit();
  }

  void succeeded(Permit ticket, Map<String, String> lowerCaseHeaders) {
    lane.ended();
    if (!lane.isCalm(lowerCaseHeaders)) {
      change(() -> lane.succeeded(ticket, lowerCaseHeaders));
    } else if (waiters > 0) {
      change(() -> {});
    }
  }

  void failed(Permit ticket, CallFailure outcome, Map<String, String> lowerCaseHeaders) {
    lane.ended();
    change(() -> lane.failed(ticket, outcome, lowerCaseHeaders));
  }

  void withdrawn(Permit ticket) {
    lane.ended();
    change(() -> lane.withdrawn(ticket));
  }

  void pause(Duration wait) {
    change(() -> lane.pause(wait));
  }

  boolean isPaused() {
    if (lane.isCalm()) {
      return false;
    }
    lock.lock();
    try {
      return lane.isPaused();
    } finally {
      lock.unlock();
    }
  }

  void probe(int vain) {
    change(() -> lane.probe(vain));
  }

  boolean isShut() {
    if (lane.isCalm()) {
      return false;
    }
    lock.lock();
    try {
      return lane.isShut();
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
      return lane.state();
    } finally {
      lock.unlock();
    }
  }
}
