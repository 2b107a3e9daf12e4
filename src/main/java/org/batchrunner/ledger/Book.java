package org.batchrunner.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.money.Budget;
import org.batchrunner.money.Dollars;
import org.jspecify.annotations.Nullable;

/**
 * The account and the open tasks of a batch in memory, and what of them is to be written. {@link
 * BookReader} reads it, {@link Bookkeeper} changes it and {@link BookWriter} writes it back, in one
 * transaction in which nobody else can change the batch.
 */
final class Book {

  /**
   * A call's new state.
   *
   * @param answer its text as JSON; null if it is not kept
   */
  record CallChange(Settlement settlement, Dollars cost, @Nullable String answer) {}

  final long batch;
  Account account;
  final Map<Integer, OpenTask> tasks = new HashMap<>();
  final List<OpenTask> changedTasks = new ArrayList<>();
  final List<Intent> newCalls = new ArrayList<>();
  final List<CallChange> changedCalls = new ArrayList<>();
  private final List<Integer> endedBefore = new ArrayList<>();
  private Shelf shelf;

  /** The highest sequence number in the ledger or the book: what is above it need not be read. */
  int highest;

  Book(long batch, Account account, int highest, Shelf shelf) {
    this.batch = batch;
    this.account = account;
    this.highest = highest;
    this.shelf = shelf;
  }

  /** Goes on with what is known, unless somebody else has changed the batch. */
  boolean renew(Account current, Shelf currentShelf) {
    boolean same = current.revision == account.revision;
    account = current;
    shelf = currentShelf;
    return same;
  }

  /** A task that is not in the ledger yet. */
  OpenTask fresh(int seq, String id, Budget budget) {
    OpenTask task = new OpenTask(seq, id, budget);
    task.fresh = true;
    tasks.put(seq, task);
    highest = Math.max(highest, seq);
    return task;
  }

  void changed(OpenTask task) {
    if (!task.changed) {
      task.changed = true;
      changedTasks.add(task);
    }
  }

  @Nullable OpenTask find(int seq) throws SQLException {
    OpenTask task = tasks.get(seq);
    if (task != null || seq > highest) {
      return task;
    }
    OpenTask stored = shelf.task(batch, seq);
    if (stored != null) {
      tasks.put(seq, stored);
      if (stored.ended()) {
        endedBefore.add(seq);
      }
    }
    return stored;
  }

  OpenTask need(int seq) throws SQLException {
    OpenTask task = find(seq);
    if (task == null) {
      throw new IllegalStateException(
          "task %d of batch number %d was never admitted".formatted(seq, batch));
    }
    return task;
  }

  /** What is known of a call that is not intended any more. */
  @Nullable StoredCall call(OpenTask task, int no) throws SQLException {
    StoredCall call = task.settled.get(no);
    return call != null ? call : shelf.call(batch, task.seq, no);
  }

  /** Whether there is something to write. */
  boolean changed() {
    return !changedTasks.isEmpty();
  }

  /** The transaction is in: only tasks that are still open are kept. */
  void committed() {
    if (changed()) {
      account.revision++;
    }
    for (OpenTask task : changedTasks) {
      task.written();
      if (task.ended()) {
        tasks.remove(task.seq);
      }
    }
    endedBefore.forEach(tasks::remove);
    endedBefore.clear();
    changedTasks.clear();
    newCalls.clear();
    changedCalls.clear();
  }
}
