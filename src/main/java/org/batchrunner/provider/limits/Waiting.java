package org.batchrunner.provider.limits;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** How a caller waits for its turn; tests let the clock go on instead. */
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
