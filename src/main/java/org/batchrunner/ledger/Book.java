package org.batchrunner.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.money.Admission;
import org.batchrunner.money.Budget;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.CapMode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.jspecify.annotations.Nullable;

/**
 * The account and the open tasks of a batch in memory. Every change of money is decided here, by
 * the rules of {@link Budget} and {@link Admission}; {@link Rows} reads it and writes it back in
 * the same transaction, in which nobody else can change the batch.
 */
final class Book {

  /** Reads what the book does not have. */
  interface Shelf {

    @Nullable OpenTask task(long batch, int seq) throws SQLException;

    @Nullable StoredCall call(long batch, int seq, int no) throws SQLException;
  }

  /** A call that is not intended any more. */
  record StoredCall(CallState state, Dollars worst) {}

  /**
   * A call's new state, to be written.
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

  List<Admission> admit(long epoch, List<Hold> holds) throws SQLException {
    requireEpoch(epoch);
    Admission[] decisions = new Admission[holds.size()];
    Arrays.fill(decisions, Admission.WAIT);
    for (int i = 0; i < decisions.length; i++) {
      decisions[i] = admit(holds.get(i));
      if (decisions[i] == Admission.WAIT) {
        break;
      }
    }
    return List.of(decisions);
  }

  private Admission admit(Hold hold) throws SQLException {
    OpenTask prior = find(hold.seq());
    if (prior != null && (prior.ended() || !prior.intended.isEmpty() || holdsMoney(prior))) {
      throw new IllegalStateException(
          "task %d of batch number %d is admitted already".formatted(hold.seq(), batch));
    }
    Budget budget = prior == null ? Budget.of(hold.runCap()) : prior.budget.withCap(hold.runCap());
    Admission decision = decide(budget, hold.worst());
    if (decision == Admission.ADMIT) {
      OpenTask task = prior == null ? fresh(hold.seq(), hold.taskId(), budget) : prior;
      task.budget = budget.hold(hold.worst());
      account.budget = account.budget.hold(hold.worst());
      for (Intent intent : hold.intents()) {
        intend(task, intent);
      }
      changed(task);
    }
    return decision;
  }

  private Admission decide(Budget task, Dollars worst) {
    if (account.breached) {
      return Admission.SKIPPED_BY_BATCH_CAP;
    }
    if (account.capMode == CapMode.HARD) {
      return Admission.decide(task, account.budget, worst);
    }
    boolean spent = !account.budget.cap().exceeds(account.cost);
    return spent && !worst.isZero() ? Admission.SKIPPED_BY_BATCH_CAP : Admission.ADMIT;
  }

  Grant intend(long epoch, Intent intent, Dollars enlargeBy) throws SQLException {
    requireEpoch(epoch);
    OpenTask task = need(intent.seq());
    if (task.ended()) {
      throw new IllegalStateException(
          "task %d of batch number %d has its result".formatted(intent.seq(), batch));
    }
    Dollars missing = intent.worst().minus(task.undrawn());
    Dollars more = enlargeBy.exceeds(missing) ? enlargeBy : missing;
    if (more.exceeds(Dollars.ZERO)) {
      if (account.capMode == CapMode.HARD) {
        if (!task.budget.fits(more)) {
          return Grant.REFUSED_BY_RUN_CAP;
        }
        if (!account.budget.fits(more)) {
          return Grant.REFUSED_BY_BATCH_CAP;
        }
      }
      task.budget = task.budget.hold(more);
      account.budget = account.budget.hold(more);
    }
    intend(task, intent);
    changed(task);
    return Grant.GRANTED;
  }

  private void intend(OpenTask task, Intent intent) {
    if (intent.seq() != task.seq || intent.no() <= task.calls) {
      throw new IllegalArgumentException(
          "task %d: call number %d of task %d is out of order"
              .formatted(task.seq, intent.no(), intent.seq()));
    }
    task.intend(intent);
    newCalls.add(intent);
  }

  /**
   * False if the call was settled already.
   *
   * @param answer the settlement's answer as JSON
   */
  boolean settle(Settlement settlement, @Nullable String answer) throws SQLException {
    OpenTask task = need(settlement.seq());
    Dollars worst = task.intended.remove(settlement.no());
    if (worst == null) {
      return settleLate(task, settlement, answer);
    }
    task.drawn = task.drawn.minus(worst);
    switch (settlement.state()) {
      case SETTLED -> {
        task.budget = task.budget.settle(worst, settlement.cost());
        account.budget = account.budget.settle(worst, settlement.cost());
      }
      case AT_RISK -> {
        task.budget = task.budget.risk(worst);
        account.budget = account.budget.risk(worst);
      }
      default -> {}
    }
    change(task, settlement, worst, answer);
    return true;
  }

  /** A call that was taken for lost, or one that is settled already. */
  private boolean settleLate(OpenTask task, Settlement settlement, @Nullable String answer)
      throws SQLException {
    StoredCall call = task.settled.get(settlement.no());
    if (call == null) {
      call = shelf.call(batch, task.seq, settlement.no());
    }
    if (call == null) {
      throw new IllegalStateException(
          "batch number %d, task %d: there is no call number %d"
              .formatted(batch, task.seq, settlement.no()));
    }
    if (call.state() != CallState.AT_RISK || settlement.state() == CallState.AT_RISK) {
      return false;
    }
    Dollars cost = settlement.state() == CallState.SETTLED ? settlement.cost() : Dollars.ZERO;
    task.budget = known(task.budget, call.worst(), cost);
    account.budget = known(account.budget, call.worst(), cost);
    change(task, settlement, call.worst(), answer);
    return true;
  }

  private static Budget known(Budget budget, Dollars risk, Dollars cost) {
    return new Budget(
        budget.cap(), budget.settled().plus(cost), budget.atRisk().minus(risk), budget.held());
  }

  private void change(
      OpenTask task, Settlement settlement, Dollars worst, @Nullable String answer) {
    Dollars cost =
        switch (settlement.state()) {
          case SETTLED -> settlement.cost();
          case AT_RISK -> worst;
          default -> Dollars.ZERO;
        };
    task.settled.put(settlement.no(), new StoredCall(settlement.state(), worst));
    changedCalls.add(new CallChange(settlement, cost, answer));
    changed(task);
  }

  /** False if the lease was lost or the task has its result. */
  boolean end(long epoch, Ending ending) throws SQLException {
    if (epoch != account.epoch) {
      return false;
    }
    Result result = ending.result();
    OpenTask found = find(result.seq());
    if (found != null && found.ended()) {
      return false;
    }
    OpenTask task =
        found != null ? found : fresh(result.seq(), result.id(), Budget.of(Dollars.ZERO));
    for (Integer no : List.copyOf(task.intended.keySet())) {
      boolean unused =
          settle(Settlement.atRisk(task.seq, no, null, "the task ended before its reply", 0), null);
    }
    release(task);
    task.status = result.status();
    task.ending = ending;
    account.count(result);
    changed(task);
    return true;
  }

  /**
   * Takes back what was admitted and never begun: its calls cost nothing, its hold goes back, and
   * the tasks can be admitted again.
   */
  int withdraw(long epoch, List<Integer> seqs) throws SQLException {
    requireEpoch(epoch);
    int withdrawn = 0;
    for (int seq : seqs) {
      OpenTask task = need(seq);
      if (!task.ended()) {
        for (Integer no : List.copyOf(task.intended.keySet())) {
          boolean unused = settle(Settlement.free(seq, no, null, "never sent", 0), null);
        }
        release(task);
        changed(task);
        withdrawn++;
      }
    }
    return withdrawn;
  }

  private void release(OpenTask task) {
    account.budget = account.budget.release(task.budget.held());
    task.budget = task.budget.release(task.budget.held());
  }

  private static boolean holdsMoney(OpenTask task) {
    return !task.budget.held().isZero();
  }

  private OpenTask fresh(int seq, String id, Budget budget) {
    OpenTask task = new OpenTask(seq, id, budget);
    task.fresh = true;
    tasks.put(seq, task);
    highest = Math.max(highest, seq);
    return task;
  }

  private void changed(OpenTask task) {
    if (!task.changed) {
      task.changed = true;
      changedTasks.add(task);
    }
  }

  private @Nullable OpenTask find(int seq) throws SQLException {
    OpenTask task = tasks.get(seq);
    if (task != null || seq > highest) {
      return task;
    }
    OpenTask stored = shelf.task(batch, seq);
    if (stored != null) {
      tasks.put(seq, stored);
    }
    return stored;
  }

  private OpenTask need(int seq) throws SQLException {
    OpenTask task = find(seq);
    if (task == null) {
      throw new IllegalStateException(
          "task %d of batch number %d was never admitted".formatted(seq, batch));
    }
    return task;
  }

  private void requireEpoch(long epoch) {
    if (epoch != account.epoch) {
      throw new LeaseLost(batch, epoch, account.epoch);
    }
  }

  /** Whether there is something to write. */
  boolean changed() {
    return !changedTasks.isEmpty();
  }

  /** What was to be written is in the ledger. */
  void written() {
    for (OpenTask task : changedTasks) {
      task.written();
      if (task.ended()) {
        tasks.remove(task.seq);
      }
    }
    changedTasks.clear();
    newCalls.clear();
    changedCalls.clear();
    account.revision++;
  }

  /** The statuses that a task can end with. */
  static List<Status> endings() {
    return Arrays.stream(Status.values()).filter(status -> status != Status.PENDING).toList();
  }
}
