package org.batchrunner.outbox;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.jspecify.annotations.Nullable;

/** A task and what became of it. */
record TaskResult(Task task, StoredResult stored) {

  Result result() {
    return stored.result();
  }

  /** As the other, pending tasks as they are. */
  static Iterator<TaskResult> merge(
      Iterator<Task> tasks, Iterator<StoredResult> results, Mode mode) {
    return merge(tasks, results, task -> Result.without(task, Status.PENDING, null, mode));
  }

  /**
   * Every task once, in order, each with its result: {@code pending} where there is none. Results
   * of no task, and second ones of a task, are left out.
   *
   * @param tasks by ascending sequence number
   * @param results by ascending sequence number
   * @param pending makes the result of a task that has none
   */
  static Iterator<TaskResult> merge(
      Iterator<Task> tasks, Iterator<StoredResult> results, Function<Task, Result> pending) {
    return new Iterator<>() {
      private @Nullable StoredResult next;

      @Override
      public boolean hasNext() {
        return tasks.hasNext();
      }

      @Override
      public TaskResult next() {
        if (!tasks.hasNext()) {
          throw new NoSuchElementException();
        }
        Task task = tasks.next();
        while ((next == null || next.result().seq() < task.seq()) && results.hasNext()) {
          next = results.next();
        }
        StoredResult found =
            next != null && next.result().seq() == task.seq()
                ? next
                : StoredResult.of(pending.apply(task));
        return new TaskResult(task, found);
      }
    };
  }
}
