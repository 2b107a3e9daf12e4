package org.batchrunner.provider.limits;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** Waits for a turn; tests advance their clock instead. */
@FunctionalInterface
interface Waiting {

  Waiting REAL = Waiting::forReal;

  /** Waits with the condition's lock held, until it is signalled or the time is over. */
  void upTo(Condition turn, Duration most) throws InterruptedException;

  @SuppressWarnings("WaitNotInLoop") // the caller's loop
  private static void forReal(Condition turn, Duration most) throws InterruptedException {
    turn.await(most.toNanos(), TimeUnit.NANOSECONDS);
  }
}
