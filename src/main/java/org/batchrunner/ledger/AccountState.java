package org.batchrunner.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.batchrunner.money.Budget;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Result;
import org.jspecify.annotations.Nullable;

/**
 * The account and the open tasks of a batch in memory, with the changes that have to be written.
 * {@link AccountReader} reads it, {@link AccountTransaction} changes it and {@link AccountWriter}
 * writes it back, in one transaction in which no other program can change the batch.
 */
final class AccountState {

  /**
   * A call's new state.
   *
   * @param answer its text as JSON; null if it is not kept
   */
  record CallChange(Settlement settlement, Dollars cost, @Nullable String answer) {}

  /** A call whose money is given back. */
  record CallRelease(int seq, int no, Dollars amount, String how) {}

  final long batch;
  Account account;
  final Map<Integer, OpenTask> tasks = new HashMap<>();
  final List<OpenTask> changedTasks = new ArrayList<>();
  final List<IntendedCall> newCalls = new ArrayList<>();
  final List<CallChange> changedCalls = new ArrayList<>();
  final List<CallRelease> releases = new ArrayList<>();

  /** Corrected results of tasks that had already ended. */
  final Map<Integer, StoredResult> corrected = new HashMap<>();

  private final List<Integer> endedBefore = new ArrayList<>();
  private AccountSource shelf;

  /**
   * The highest sequence number in the ledger or this account: tasks above it are new and need not
   * be read.
   */
  int highest;

  AccountState(long batch, Account account, int highest, AccountSource shelf) {
    this.batch = batch;
    this.account = account;
    this.highest = highest;
    this.shelf = shelf;
  }

  /** Reuses this state for the next transaction, unless another program has changed the batch. */
  boolean renew(Account current, AccountSource currentShelf) {
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

  /** Returns a call that is no longer in the state INTENDED. */
  @Nullable StoredCall call(OpenTask task, int no) throws SQLException {
    StoredCall call = task.settled.get(no);
    return call != null ? call : shelf.call(batch, task.seq, no);
  }

  /** Returns all calls of a task in their order, with the changes that are not written yet. */
  List<CallRecord> calls(OpenTask task) throws SQLException {
    TreeMap<Integer, CallRecord> calls = new TreeMap<>();
    for (CallRecord call : shelf.calls(batch, task.seq)) {
      calls.put(call.no(), call);
    }
    for (IntendedCall intent : newCalls) {
      if (intent.seq() == task.seq) {
        calls.put(intent.no(), intent.call());
      }
    }
    for (CallChange change : changedCalls) {
      Settlement settlement = change.settlement();
      if (settlement.seq() == task.seq) {
        calls.computeIfPresent(
            settlement.no(), (no, call) -> call.settled(settlement, change.cost()));
      }
    }
    for (Map.Entry<Integer, StoredCall> call : task.settled.entrySet()) {
      if (call.getValue().state() == CallState.RELEASED) {
        calls.computeIfPresent(call.getKey(), (no, was) -> was.released());
      }
    }
    return List.copyOf(calls.values());
  }

  /** The result of a task that has ended. */
  StoredResult ending(OpenTask task) throws SQLException {
    StoredResult fresh = task.ending != null ? task.ending : corrected.get(task.seq);
    if (fresh != null) {
      return fresh;
    }
    Result stored = shelf.result(batch, task.seq);
    if (stored == null) {
      throw new IllegalStateException(
          "task %d of batch number %d has ended, but the ledger has no result of it"
              .formatted(task.seq, batch));
    }
    return StoredResult.of(stored);
  }

  /** Corrects the figures of an ended task. */
  void correct(OpenTask task, StoredResult ending) {
    if (task.ending != null) {
      task.ending = ending;
    } else {
      corrected.put(task.seq, ending);
    }
  }

  /** Returns whether there is something to write. */
  boolean changed() {
    return !changedTasks.isEmpty();
  }

  /** Notes that the transaction is committed; only tasks that are still open are kept. */
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
    releases.clear();
    corrected.clear();
  }
}
