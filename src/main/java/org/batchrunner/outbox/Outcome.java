package org.batchrunner.outbox;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.jspecify.annotations.Nullable;

/** A task and what became of it. */
record Outcome(Task task, StoredResult stored) {

  Result result() {
    return stored.result();
  }

  /**
   * Every task once, in order, each with its result: {@code pending} where there is none. Results
   * of no task, and second ones of a task, are left out.
   *
   * @param tasks by ascending sequence number
   * @param results by ascending sequence number
   */
  static Iterator<Outcome> merge(Iterator<Task> tasks, Iterator<StoredResult> results, Mode mode) {
    return new Iterator<>() {
      private @Nullable StoredResult next;

      @Override
      public boolean hasNext() {
        return tasks.hasNext();
      }

      @Override
      public Outcome next() {
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
                : StoredResult.of(Result.without(task, Status.PENDING, null, mode));
        return new Outcome(task, found);
      }
    };
  }
}
