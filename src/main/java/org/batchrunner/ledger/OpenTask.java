package org.batchrunner.ledger;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.batchrunner.money.Budget;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Status;
import org.jspecify.annotations.Nullable;

/** A task as the writer knows it, with the changes that are not written yet. */
final class OpenTask {

  final int seq;
  final String id;
  Status status = Status.PENDING;
  Budget budget;

  /** The part of what is held that intended calls draw on. */
  Dollars drawn = Dollars.ZERO;

  /** The highest number of a call. */
  int calls;

  /** The worst case of each intended call, by its number. */
  final Map<Integer, Dollars> intended = new LinkedHashMap<>(4);

  /** Calls that are not intended any more, and not written yet. */
  final Map<Integer, StoredCall> settled = new HashMap<>(4);

  /** Not in the ledger yet. */
  boolean fresh;

  /** Calls of it may have been settled or released behind the back of whoever runs it. */
  boolean doubtful;

  /** Its row is not up to date. */
  boolean changed;

  /** Its result, where that is not written yet. */
  @Nullable StoredResult ending;

  OpenTask(int seq, String id, Budget budget) {
    this.seq = seq;
    this.id = id;
    this.budget = budget;
  }

  boolean ended() {
    return status != Status.PENDING;
  }

  void intend(IntendedCall intent) {
    intended.put(intent.no(), intent.worst());
    calls = Math.max(calls, intent.no());
  }

  void written() {
    fresh = false;
    changed = false;
    ending = null;
    settled.clear();
  }
}
