package org.batchrunner.flow;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that runs are on: one for each task being worked, virtual ones where there are any.
 * Unbounded here, since the split's source hands out no more tasks than have a slot.
 */
final class RunExecutor {

  private RunExecutor() {}

  static ExecutorService create() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException e) {
      AtomicLong number = new AtomicLong();
      return Executors.newCachedThreadPool(
          task -> new Thread(task, "run-" + number.incrementAndGet()));
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("virtual threads can't be used", e);
    }
  }
}
