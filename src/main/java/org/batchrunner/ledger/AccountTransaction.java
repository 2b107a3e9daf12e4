package org.batchrunner.ledger;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.batchrunner.ledger.AccountState.CallChange;
import org.batchrunner.ledger.AccountState.CallRelease;
import org.batchrunner.money.Admission;
import org.batchrunner.money.Budget;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Funds;
import org.batchrunner.money.Grant;
import org.batchrunner.money.SoftCap;
import org.batchrunner.task.CapMode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.jspecify.annotations.Nullable;

/** Decides on every change of money, by the rules of {@code money}. */
final class AccountTransaction {

  private final AccountState book;

  AccountTransaction(AccountState book) {
    this.book = book;
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
    OpenTask prior = book.find(hold.seq());
    if (prior != null && (prior.ended() || !prior.intended.isEmpty() || holdsMoney(prior))) {
      throw new IllegalStateException(
          "task %d of batch number %d is already admitted".formatted(hold.seq(), book.batch));
    }
    Budget budget = prior == null ? Budget.of(hold.runCap()) : prior.budget.withCap(hold.runCap());
    Admission decision = decide(budget, hold.worst());
    if (decision == Admission.ADMIT) {
      OpenTask task = prior == null ? book.fresh(hold.seq(), hold.taskId(), budget) : prior;
      task.budget = budget;
      keep(task, funds(task).hold(hold.worst()));
      for (IntendedCall intent : hold.intents()) {
        intend(task, intent);
      }
      book.changed(task);
    }
    return decision;
  }

  private Admission decide(Budget task, Dollars worst) {
    if (book.account.breached) {
      return Admission.SKIPPED_BY_BATCH_CAP;
    }
    if (book.account.capMode == CapMode.HARD) {
      return Admission.decide(task, book.account.budget, worst);
    }
    boolean reached = SoftCap.reached(book.account.budget.cap(), book.account.cost);
    return reached && !worst.isZero() ? Admission.SKIPPED_BY_BATCH_CAP : Admission.ADMIT;
  }

  Grant intend(long epoch, IntendedCall intent, Dollars enlargeBy) throws SQLException {
    requireEpoch(epoch);
    OpenTask task = book.need(intent.seq());
    if (task.ended()) {
      throw new IllegalStateException(
          "task %d of batch number %d already has its result".formatted(intent.seq(), book.batch));
    }
    Dollars more = funds(task).missing(intent.worst(), enlargeBy);
    if (book.account.capMode == CapMode.HARD) {
      Grant grant = Grant.decide(task.budget, book.account.budget, more);
      if (grant != Grant.GRANTED) {
        return grant;
      }
    }
    keep(task, funds(task).hold(more));
    intend(task, intent);
    book.changed(task);
    return Grant.GRANTED;
  }

  private void intend(OpenTask task, IntendedCall intent) throws SQLException {
    boolean taken =
        intent.no() <= task.calls
            && (task.intended.containsKey(intent.no()) || book.call(task, intent.no()) != null);
    if (taken || intent.no() < 1 || intent.seq() != task.seq) {
      throw new IllegalArgumentException(
          "task %d: it can't have another call number %d of task %d"
              .formatted(task.seq, intent.no(), intent.seq()));
    }
    task.intend(intent);
    keep(task, funds(task).draw(intent.worst()));
    book.newCalls.add(intent);
  }

  /**
   * Settles a call; returns false if it was already settled.
   *
   * @param answer the settlement's answer as JSON
   */
  boolean settle(Settlement settlement, @Nullable String answer) throws SQLException {
    OpenTask task = book.need(settlement.seq());
    Dollars worst = task.intended.remove(settlement.no());
    if (worst == null) {
      return settleLate(task, settlement, answer);
    }
    Funds before = funds(task);
    keep(
        task,
        switch (settlement.state()) {
          case SETTLED -> before.settle(worst, settlement.cost());
          case AT_RISK -> before.risk(worst);
          case FREE, INTENDED, RELEASED -> before.free(worst);
        });
    change(task, settlement, worst, answer);
    return true;
  }

  /** Settles a call that was considered lost; does nothing if it is already settled. */
  private boolean settleLate(OpenTask task, Settlement settlement, @Nullable String answer)
      throws SQLException {
    StoredCall call = book.call(task, settlement.no());
    if (call == null) {
      throw new IllegalStateException(
          "batch number %d, task %d: there is no call number %d"
              .formatted(book.batch, task.seq, settlement.no()));
    }
    boolean released = call.state() == CallState.RELEASED;
    boolean open = released || call.state() == CallState.AT_RISK;
    if (!open || settlement.state() == CallState.AT_RISK) {
      return false;
    }
    Dollars cost = settlement.state() == CallState.SETTLED ? settlement.cost() : Dollars.ZERO;
    keep(task, funds(task).correct(released ? Dollars.ZERO : call.worst(), cost));
    if (released) {
      book.account.released = book.account.released.minus(call.worst());
    }
    task.doubtful = true;
    change(task, settlement, call.worst(), answer);
    if (task.ended()) {
      correct(task);
    }
    return true;
  }

  /**
   * Gives back the money of a call that is at risk.
   *
   * @param how who or what does it, in words
   * @return empty if it is not at risk (any more)
   */
  Optional<Dollars> release(int seq, int no, String how) throws SQLException {
    OpenTask task = book.find(seq);
    StoredCall call = task == null ? null : book.call(task, no);
    if (task == null || call == null || call.state() != CallState.AT_RISK) {
      return Optional.empty();
    }
    keep(task, funds(task).correct(call.worst(), Dollars.ZERO));
    book.account.released = book.account.released.plus(call.worst());
    task.settled.put(no, new StoredCall(CallState.RELEASED, call.worst()));
    book.releases.add(new CallRelease(seq, no, call.worst(), how));
    task.doubtful = true;
    book.changed(task);
    if (task.ended()) {
      correct(task);
    }
    return Optional.of(call.worst());
  }

  /** Updates the result of an ended task to the later settlements of its calls. */
  private void correct(OpenTask task) throws SQLException {
    StoredResult was = book.ending(task);
    Bill bill = Bill.of(book.calls(task));
    boolean withheld =
        book.account.capMode == CapMode.SOFT && was.result().status() == Status.BLOCKED_COST_CAP;
    Dollars cost = withheld ? Dollars.ZERO : bill.settled();
    StoredResult is =
        StoredResult.of(was.result().withBill(bill.usage(), cost, bill.spent(), bill.attempts()));
    if (!is.figuresEqual(was)) {
      book.account.recount(was, is);
      book.correct(task, is);
    }
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
    book.changedCalls.add(new CallChange(settlement, cost, answer));
    book.changed(task);
  }

  /** Records a result; returns false if the lease was lost or the task already has a result. */
  boolean end(long epoch, StoredResult ending) throws SQLException {
    if (epoch != book.account.epoch) {
      return false;
    }
    Result result = ending.result();
    OpenTask found = book.find(result.seq());
    if (found != null && found.ended()) {
      return false;
    }
    OpenTask task =
        found != null ? found : book.fresh(result.seq(), result.id(), Budget.of(Dollars.ZERO));
    for (Integer no : List.copyOf(task.intended.keySet())) {
      boolean unused =
          settle(Settlement.atRisk(task.seq, no, null, "the task ended before its reply", 0), null);
    }
    release(task);
    task.status = result.status();
    task.ending = ending;
    book.account.count(ending);
    book.changed(task);
    boolean differs = !result.spent().equals(task.budget.spent());
    if (task.calls > 0 && (differs || task.doubtful)) {
      correct(task);
    }
    return true;
  }

  /**
   * Withdraws tasks that were admitted but never started: their calls cost nothing, their money is
   * free again, and they can be admitted again.
   */
  int withdraw(long epoch, List<Integer> seqs) throws SQLException {
    requireEpoch(epoch);
    int withdrawn = 0;
    for (int seq : seqs) {
      OpenTask task = book.need(seq);
      if (!task.ended()) {
        for (Integer no : List.copyOf(task.intended.keySet())) {
          boolean unused = settle(Settlement.unsent(seq, no, "never sent"), null);
        }
        release(task);
        book.changed(task);
        withdrawn++;
      }
    }
    return withdrawn;
  }

  private void release(OpenTask task) {
    keep(task, funds(task).release());
  }

  private Funds funds(OpenTask task) {
    return new Funds(book.account.budget, task.budget, task.drawn);
  }

  private void keep(OpenTask task, Funds funds) {
    book.account.budget = funds.batch();
    task.budget = funds.task();
    task.drawn = funds.drawn();
  }

  private static boolean holdsMoney(OpenTask task) {
    return !task.budget.held().isZero();
  }

  private void requireEpoch(long epoch) {
    if (epoch != book.account.epoch) {
      throw new LeaseLostException(book.batch, epoch, book.account.epoch);
    }
  }
}
