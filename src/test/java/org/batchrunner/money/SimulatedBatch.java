package org.batchrunner.money;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.batchrunner.money.SimulatedTask.Question;
import org.batchrunner.money.SimulatedTask.State;

/**
 * A batch without a program around it: tasks are admitted in file order, their calls are made, lost
 * and billed, and every change of money is one of {@link Funds}, as in the ledger.
 */
final class SimulatedBatch {

  private static final int MOST_ATTEMPTS = 3;

  /** A call that was taken for lost. */
  record Lost(SimulatedTask task, SimulatedCall call) {}

  final boolean soft;
  final List<SimulatedTask> tasks;
  private final int concurrency;
  Budget budget;

  /** What counts toward a soft cap. */
  private Dollars cost = Dollars.ZERO;

  /** How far replies went over what was the most they could cost. */
  Dollars overshoot = Dollars.ZERO;

  /** Counts what may have freed money: a task that waits is asked for again when this has grown. */
  private int changes;

  private int waitsSince = -1;

  SimulatedBatch(boolean soft, Dollars cap, int concurrency, List<SimulatedTask> tasks) {
    this.soft = soft;
    this.concurrency = concurrency;
    this.tasks = tasks;
    this.budget = Budget.of(cap);
  }

  List<SimulatedTask> running() {
    return tasks.stream().filter(SimulatedTask::running).toList();
  }

  private Optional<SimulatedTask> head() {
    return tasks.stream().filter(task -> task.state == State.QUEUED).findFirst();
  }

  boolean mayAdmit() {
    return head().isPresent() && running().size() < concurrency && !waits();
  }

  /** Whether the next task waits for money that others hold. */
  boolean waits() {
    return head().isPresent() && waitsSince == changes;
  }

  /** Decides on the next task of the file. */
  void admit() {
    SimulatedTask task = head().orElseThrow();
    Dollars worst = task.worst();
    switch (decide(task, worst)) {
      case ADMIT -> {
        task.begin();
        change(task, funds -> funds.hold(worst));
      }
      case WAIT -> waitsSince = changes;
      case BLOCKED_BY_RUN_CAP -> end(task, State.BLOCKED);
      case SKIPPED_BY_BATCH_CAP -> end(task, State.SKIPPED);
    }
  }

  private Admission decide(SimulatedTask task, Dollars worst) {
    if (overshoot.exceeds(Dollars.ZERO)) {
      return Admission.SKIPPED_BY_BATCH_CAP;
    }
    if (!soft) {
      return Admission.decide(task.budget, budget, worst);
    }
    return SoftCap.reached(budget.cap(), cost) && !worst.isZero()
        ? Admission.SKIPPED_BY_BATCH_CAP
        : Admission.ADMIT;
  }

  /** An attempt at a question begins, if there is money for it; else its task ends. */
  void intend(Question question) {
    SimulatedTask task = question.task;
    Funds funds = funds(task);
    Dollars more = funds.missing(question.worst, question.reserved ? Dollars.ZERO : question.worst);
    switch (soft ? Grant.GRANTED : Grant.decide(task.budget, budget, more)) {
      case GRANTED -> {
        keep(task, funds.hold(more).draw(question.worst));
        question.reserved = true;
        question.attempts++;
        question.attempt = new SimulatedCall(question.worst);
        task.calls.add(question.attempt());
      }
      case REFUSED_BY_RUN_CAP -> end(task, State.BLOCKED);
      case REFUSED_BY_BATCH_CAP -> end(task, State.SKIPPED);
    }
  }

  /** A reply comes, whose usage can be read. */
  void reply(Question question, boolean usable) {
    SimulatedCall call = question.attempt();
    call.state = SimulatedCall.State.SETTLED;
    change(question.task, funds -> funds.settle(call.worst, call.bill));
    if (call.bill.exceeds(call.worst)) {
      overshoot = overshoot.plus(call.bill.minus(call.worst));
    }
    question.reserved = false;
    question.answered = usable;
    tried(question);
  }

  /** No reply comes, and nobody knows what the vendor did. */
  void lose(Question question) {
    SimulatedCall call = question.attempt();
    call.state = SimulatedCall.State.AT_RISK;
    change(question.task, funds -> funds.risk(call.worst));
    question.reserved = false;
    tried(question);
  }

  /** The call was never sent, or the vendor refused it. */
  void refuse(Question question) {
    SimulatedCall call = question.attempt();
    call.state = SimulatedCall.State.FREE;
    call.bill = Dollars.ZERO;
    change(question.task, funds -> funds.free(call.worst));
    tried(question);
  }

  private void tried(Question question) {
    question.attempt = null;
    if (!question.answered && question.attempts >= MOST_ATTEMPTS) {
      end(question.task, State.FAILED);
    }
  }

  void end(SimulatedTask task, State state) {
    close(task);
    task.state = state;
    Dollars spent = task.settled();
    boolean counts = !SoftCap.exceeded(task.budget.cap(), spent);
    cost = counts ? cost.plus(spent) : cost;
    changes++;
  }

  /** The program is killed and another goes on: unfinished tasks begin again. */
  void restart() {
    for (SimulatedTask task : running()) {
      close(task);
      task.state = State.QUEUED;
    }
    changes++;
  }

  /** What is open is lost, and what is left goes back. */
  private void close(SimulatedTask task) {
    for (SimulatedCall call : task.calls) {
      if (call.open()) {
        call.state = SimulatedCall.State.AT_RISK;
        change(task, funds -> funds.risk(call.worst));
      }
    }
    change(task, Funds::release);
    task.questions.clear();
  }

  List<Lost> lost() {
    List<Lost> lost = new ArrayList<>();
    for (SimulatedTask task : tasks) {
      task.calls.stream()
          .filter(call -> call.state == SimulatedCall.State.AT_RISK)
          .forEach(call -> lost.add(new Lost(task, call)));
    }
    return lost;
  }

  /** A reply after all. */
  void replyLate(Lost lost) {
    SimulatedCall call = lost.call;
    call.state = SimulatedCall.State.SETTLED;
    change(lost.task, funds -> funds.correct(call.worst, call.bill));
  }

  void cap(Dollars cap) {
    budget = budget.withCap(cap);
    changes++;
  }

  private Funds funds(SimulatedTask task) {
    return new Funds(budget, task.budget, task.drawn);
  }

  private void change(SimulatedTask task, UnaryOperator<Funds> rule) {
    keep(task, rule.apply(funds(task)));
  }

  private void keep(SimulatedTask task, Funds funds) {
    budget = funds.batch();
    task.budget = funds.task();
    task.drawn = funds.drawn();
  }

  @Override
  public String toString() {
    return "%s %s cost %s; %s".formatted(soft ? "soft" : "hard", budget, cost, tasks);
  }
}
