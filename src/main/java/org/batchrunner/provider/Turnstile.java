package org.batchrunner.provider;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Lets callers into a lane, first come first served, so that nobody waits for ever. */
final class Turnstile {

  /** How often a waiting caller is asked whether it still wants to. */
  private static final long POLL = 200;

  private final Lane lane;
  private final Waiting waiting;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Condition> queue = new ArrayDeque<>();

  Turnstile(Lane lane, Waiting waiting) {
    this.lane = lane;
    this.waiting = waiting;
  }

  boolean await(long tokens, BooleanSupplier stillWanted) throws InterruptedException {
    if (!stillWanted.getAsBoolean()) {
      return false;
    }
    boolean goes = lane.isOpen() || queue(tokens, stillWanted);
    if (goes) {
      lane.sent();
    }
    return goes;
  }

  private boolean queue(long tokens, BooleanSupplier stillWanted) throws InterruptedException {
    Condition turn = lock.newCondition();
    join(turn);
    try {
      do {
        if (goesOrWaits(turn, tokens)) {
          return true;
        }
      } while (stillWanted.getAsBoolean());
      return false;
    } finally {
      leave(turn);
    }
  }

  private boolean goesOrWaits(Condition turn, long tokens) throws InterruptedException {
    lock.lock();
    try {
      long wait = queue.peekFirst() == turn ? lane.admit(tokens) : POLL;
      if (wait > 0) {
        waiting.upTo(turn, Duration.ofMillis(Math.min(wait, POLL)));
      }
      return wait == 0;
    } finally {
      lock.unlock();
    }
  }

  private void join(Condition turn) {
    lock.lock();
    try {
      queue.addLast(turn);
    } finally {
      lock.unlock();
    }
  }

  private void leave(Condition turn) {
    lock.lock();
    try {
      queue.remove(turn);
      signalFirst();
    } finally {
      lock.unlock();
    }
  }

  private void signalFirst() {
    Condition first = queue.peekFirst();
    if (first != null) {
      first.signal();
    }
  }

  int inFlight() {
    return lane.inFlight();
  }

  int limit() {
    return lane.limit();
  }

  void succeeded(Map<String, String> lowerCaseHeaders) {
    lane.ended();
    if (!lane.isCalm(lowerCaseHeaders)) {
      change(() -> lane.succeeded(lowerCaseHeaders));
    }
  }

  void failed(Outcome outcome, Map<String, String> lowerCaseHeaders) {
    lane.ended();
    change(() -> lane.failed(outcome, lowerCaseHeaders));
  }

  void retryNow() {
    change(lane::retryNow);
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      signalFirst();
    } finally {
      lock.unlock();
    }
  }

  PaceState state() {
    lock.lock();
    try {
      return lane.state();
    } finally {
      lock.unlock();
    }
  }
}
