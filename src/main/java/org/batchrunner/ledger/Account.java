package org.batchrunner.ledger;

import org.batchrunner.money.Budget;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.CapMode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Reuse;
import org.batchrunner.task.Status;

/** The money and the counts of a batch, as the writer knows them within a transaction. */
final class Account {

  static final int STATUSES = Status.values().length;

  final long epoch;
  final CapMode capMode;
  final boolean breached;
  final int[] counts;
  long revision;
  Budget budget;

  /** The money that counts toward the cap in the mode {@code soft}. */
  Dollars cost;

  long promptTokens;
  long completionTokens;
  long reused;
  Dollars saved;

  /** The money that lost calls were charged with and that was given back without a settlement. */
  Dollars released;

  /** The number of results that were corrected after they were recorded. */
  long corrections;

  Account(
      long epoch,
      long revision,
      CapMode capMode,
      boolean breached,
      Budget budget,
      Dollars cost,
      long promptTokens,
      long completionTokens,
      long reused,
      Dollars saved,
      Dollars released,
      long corrections,
      int[] counts) {
    this.epoch = epoch;
    this.revision = revision;
    this.capMode = capMode;
    this.breached = breached;
    this.budget = budget;
    this.cost = cost;
    this.promptTokens = promptTokens;
    this.completionTokens = completionTokens;
    this.reused = reused;
    this.saved = saved;
    this.released = released;
    this.corrections = corrections;
    this.counts = counts;
  }

  void count(StoredResult ending) {
    Result result = ending.result();
    if (result.status() == Status.PENDING) {
      throw new IllegalArgumentException("task " + result.seq() + ": pending is not a result");
    }
    counts[result.status().ordinal()]++;
    cost = cost.plus(result.costEstimate());
    promptTokens += ending.result().promptTokens();
    completionTokens += ending.result().completionTokens();
    Reuse reuse = result.reuse();
    if (reuse != null) {
      reused += reuse.calls();
      saved = saved.plus(reuse.saved());
    }
  }

  /** Replaces the figures of a result that is already counted. */
  void recount(StoredResult was, StoredResult is) {
    cost = cost.plus(is.result().costEstimate()).minus(was.result().costEstimate());
    promptTokens += is.result().promptTokens() - was.result().promptTokens();
    completionTokens += is.result().completionTokens() - was.result().completionTokens();
    corrections++;
  }
}
