package org.batchrunner.batch.admit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.batchrunner.batch.TaskFilter;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.StopRequest;
import org.batchrunner.batch.active.Suspicions;
import org.batchrunner.batch.run.CallPlanner;
import org.batchrunner.batch.run.EndedRun;
import org.batchrunner.batch.run.PlannedTask;
import org.batchrunner.batch.run.PriorCalls;
import org.batchrunner.batch.run.Run;
import org.batchrunner.batch.run.SkippedTask;
import org.batchrunner.common.Ticker;
import org.batchrunner.metrics.Counters;
import org.batchrunner.money.Admission;
import org.batchrunner.task.CapMode;
import org.batchrunner.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the tasks of one batch in file order, each when it has a slot and its money is held.
 * Holds are made some tasks ahead, while earlier tasks run, so that a task with a free slot does
 * not wait for the ledger. Used by one thread at a time.
 */
public final class TaskAdmitter {

  private static final int MOST_READY = 512;

  /** At the start all slots are free, and tasks enough for them are asked for in one go. */
  private static final int LARGEST_FILL = 64;

  private final ActiveBatch batch;
  private final Iterator<Task> tasks;
  private final CallPlanner preparation;
  private final HoldService holds;
  private final SkippedTasks refusals;
  private final TaskFilter feed;
  private final Counters tally;
  private final Ticker ticker;
  private final PrefetchWindow lookahead = new PrefetchWindow();

  /** Runs that are held for, and tasks that don't. */
  private final Deque<Object> ready = new ArrayDeque<>();

  /** Tasks whose hold is not decided, in file order. */
  private List<AdmissionCandidate> waiting = List.of();

  private @Nullable CompletableFuture<List<Admission>> decision;
  private long askedAtMoneyChange = -1;
  private @Nullable RuntimeException failure;

  public TaskAdmitter(
      ActiveBatch batch,
      Iterator<Task> tasks,
      CallPlanner preparation,
      HoldService holds,
      PriorCalls prior,
      Counters tally,
      Ticker ticker) {
    this.batch = batch;
    this.tasks = tasks;
    this.preparation = preparation;
    this.holds = holds;
    this.tally = tally;
    this.ticker = ticker;
    this.refusals = new SkippedTasks(batch, prior);
    this.feed = new TaskFilter(batch.options());
  }

  /**
   * Waits for the next task.
   *
   * @return a {@link Run}, or the {@link SkippedTask} for a task that does not run; null when no
   *     more will come and all that were handed out have ended
   */
  public @Nullable Object next() throws InterruptedException {
    while (true) {
      rethrow();
      long seen = batch.changes();
      decide();
      if (!batch.goesOn()) {
        withdraw();
      }
      takeBack();
      Object head = ready.peek();
      if (head instanceof SkippedTask
          || head instanceof EndedRun
          || (head != null && batch.hasSlot())) {
        ready.remove();
        batch.begin();
        if (head instanceof Run run) {
          run.begin(ticker.nanos());
        }
        refillLater();
        return head;
      }
      if (!refill()) {
        if (ready.isEmpty() && decision == null && waiting.isEmpty() && batch.running() == 0) {
          if (isOver()) {
            return null;
          }
          continue;
        }
        await(seen, head != null);
      }
    }
  }

  /**
   * Results that were held back and may come now, and tasks that were left by a batch that ends.
   */
  private void takeBack() {
    Suspicions suspicions = batch.suspicions();
    if (suspicions.isEmpty()) {
      return;
    }
    boolean ends = batch.stopRequest().skipsTasks();
    if (ends) {
      suspicions.giveUp();
    }
    for (EndedRun ended = suspicions.takeDecided();
        ended != null;
        ended = suspicions.takeDecided()) {
      ready.addFirst(ended);
    }
    for (Task task = suspicions.takePutBack(); task != null; task = suspicions.takePutBack()) {
      SkippedTask refused = refusals.refuse(task);
      if (refused != null) {
        ready.add(refused);
      }
    }
  }

  /** Nothing runs and nothing is left to run: what is still suspected is decided now. */
  private boolean isOver() {
    Suspicions suspicions = batch.suspicions();
    if (suspicions.isEmpty() || (!batch.goesOn() && !batch.stopRequest().skipsTasks())) {
      return true;
    }
    suspicions
        .decideAll(batch.worked())
        .ifPresent(reason -> batch.stop(StopRequest.REFUSED, reason));
    return false;
  }

  /** What is handed out has begun: a failure must not lose it. */
  private void refillLater() {
    try {
      refill();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void rethrow() {
    RuntimeException failed = failure;
    if (failed != null) {
      failure = null;
      throw failed;
    }
  }

  private void await(long seen, boolean ready) throws InterruptedException {
    long since = ticker.nanos();
    boolean money = !ready && !waiting.isEmpty() && decision == null;
    if (decision != null && batch.freeSlots() > 0) {
      lookahead.starved();
    }
    batch.awaitChange(seen);
    if (ready || money) {
      tally.waited(ready ? Counters.Waited.SLOT : Counters.Waited.MONEY, ticker.nanos() - since);
    }
  }

  /** Takes over what the ledger has decided. */
  private void decide() {
    CompletableFuture<List<Admission>> decided = decision;
    if (decided == null || !decided.isDone()) {
      return;
    }
    decision = null;
    lookahead.decided(ready.size());
    List<Admission> admissions;
    try {
      admissions = decided.join();
    } catch (CompletionException e) {
      batch.stop(StopRequest.LEAVE, "it can't go on here: " + e.getCause());
      forgetWaiting();
      return;
    }
    List<AdmissionCandidate> undecided = new ArrayList<>();
    for (int i = 0; i < admissions.size(); i++) {
      AdmissionCandidate candidate = waiting.get(i);
      PlannedTask prepared = candidate.prepared();
      if (admissions.get(i) != Admission.ADMIT && admissions.get(i) != Admission.WAIT) {
        holds.withdraw(candidate.run());
      }
      switch (admissions.get(i)) {
        case ADMIT -> ready.add(candidate.run());
        case BLOCKED_BY_RUN_CAP ->
            ready.add(refusals.blocked(prepared.task(), prepared.options(), candidate.needed()));
        case SKIPPED_BY_BATCH_CAP ->
            ready.add(refusals.skipped(prepared.task(), prepared.options(), candidate.needed()));
        case WAIT -> undecided.add(candidate);
      }
    }
    waiting = undecided;
  }

  /** Gives back the money of runs that will not be handed out. */
  private void withdraw() {
    List<Task> withdrawn = new ArrayList<>();
    for (Iterator<Object> items = ready.iterator(); items.hasNext(); ) {
      if (items.next() instanceof Run run) {
        holds.giveBack(run);
        withdrawn.add(run.task());
        items.remove();
      }
    }
    if (decision == null) {
      waiting.forEach(candidate -> withdrawn.add(candidate.prepared().task()));
      forgetWaiting();
    }
    for (Task task : withdrawn) {
      SkippedTask refused = refusals.refuse(task);
      if (refused != null) {
        ready.add(refused);
      }
    }
  }

  private void forgetWaiting() {
    waiting.forEach(candidate -> holds.withdraw(candidate.run()));
    waiting = List.of();
  }

  /** Makes holds ahead. Whether anything was begun or found. */
  private boolean refill() {
    if (decision != null) {
      return false;
    }
    if (!waiting.isEmpty()) {
      return batch.moneyChanges() != askedAtMoneyChange && ask();
    }
    if (!batch.goesOn() && !batch.stopRequest().skipsTasks()) {
      return false;
    }
    boolean soft = batch.options().capMode() == CapMode.SOFT;
    int free = batch.freeSlots();
    if (soft) {
      return ready.isEmpty() && free > 0 && read(1);
    }
    int ahead = Math.min(batch.options().concurrency(), lookahead.tasks());
    return ready.size() <= ahead / 2 && read(Math.min(free, LARGEST_FILL) + ahead - ready.size());
  }

  private boolean read(int most) {
    List<PlannedTask> chunk = new ArrayList<>();
    boolean found = false;
    while (chunk.size() < most && ready.size() < MOST_READY && tasks.hasNext()) {
      Task task = tasks.next();
      String leftOut = feed.leftOut(task);
      if (batch.done(task.seq())) {
        continue;
      }
      found = true;
      SkippedTask refused =
          leftOut.isEmpty() ? refusals.refuse(task) : refusals.filtered(task, leftOut);
      if (refused != null) {
        ready.add(refused);
        continue;
      }
      try {
        chunk.add(preparation.prepare(batch.context(), task));
      } catch (IllegalArgumentException e) {
        ready.add(refusals.failed(task, String.valueOf(e.getMessage())));
      }
    }
    if (!chunk.isEmpty()) {
      waiting = holds.candidates(batch, chunk);
      ask();
    }
    return found;
  }

  private boolean ask() {
    askedAtMoneyChange = batch.moneyChanges();
    decision =
        holds.admit(batch, waiting).whenComplete((admissions, failure) -> batch.signal(() -> {}));
    return true;
  }
}
