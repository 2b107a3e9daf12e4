package org.batchrunner.batch.active;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Guards a batch's fields, and wakes whoever waits for a change of them. */
final class Monitor {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long changes;

  <T> T read(Supplier<T> value) {
    lock.lock();
    try {
      return value.get();
    } finally {
      lock.unlock();
    }
  }

  /** Changes what nobody waits for. */
  void changeQuietly(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  /** Changes something and wakes all who wait. */
  void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The number of changes so far: what to hand to {@link #awaitChange}. */
  long changes() {
    return read(() -> changes);
  }

  /** Waits until there are more changes than {@code seen}, for one second at most. */
  void awaitChange(long seen) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.SECONDS.toNanos(1);
      while (changes == seen && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits as long as the condition holds; it is asked after each change and each second. */
  void awaitWhile(BooleanSupplier condition) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (condition.getAsBoolean()) {
        boolean unused = changed.await(1, TimeUnit.SECONDS);
      }
    } finally {
      lock.unlock();
    }
  }
}
