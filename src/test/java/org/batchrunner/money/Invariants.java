package org.batchrunner.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;

/** What holds of a batch at every instant. */
final class Invariants {

  private final SimulatedBatch batch;
  private Dollars committed = Dollars.ZERO;
  private List<Dollars> ofTasks = List.of();
  private Dollars overshoot = Dollars.ZERO;

  Invariants(SimulatedBatch batch) {
    this.batch = batch;
  }

  void before() {
    committed = committed(batch.budget);
    ofTasks = batch.tasks.stream().map(task -> committed(task.budget)).toList();
    overshoot = batch.overshoot;
  }

  void after(Schedule.Event event) {
    try {
      if (!batch.soft) {
        capsHold();
      }
      batch.tasks.forEach(Invariants::nothingBilledIsForgotten);
      totalsAreThoseOfTheCalls();
      nobodyWaitsForNothing();
    } catch (AssertionError e) {
      throw new AssertionError("after " + event + " of " + batch + ": " + e.getMessage(), e);
    }
  }

  /**
   * Settled, at risk and held are at most the cap. Where a cap was lowered below them, or a reply
   * went over its bound, they don't grow.
   */
  private void capsHold() {
    Dollars breach = batch.overshoot.minus(overshoot);
    within(batch.budget, committed, breach);
    for (int i = 0; i < ofTasks.size(); i++) {
      within(batch.tasks.get(i).budget, ofTasks.get(i), breach);
    }
  }

  private static void within(Budget budget, Dollars before, Dollars breach) {
    Dollars most = before.exceeds(budget.cap()) ? before : budget.cap();
    assertThat(committed(budget)).as("committed").isLessThanOrEqualTo(most.plus(breach));
  }

  private static Dollars committed(Budget budget) {
    return budget.spent().plus(budget.held());
  }

  private static void nothingBilledIsForgotten(SimulatedTask task) {
    Dollars open = task.sum(SimulatedCall::open, call -> call.worst);
    assertThat(task.drawn).as("drawn by task %s", task).isEqualTo(open);
    assertThat(task.budget.held()).as("held by task %s", task).isGreaterThanOrEqualTo(open);
    assertThat(task.sum(call -> true, call -> call.bill))
        .as("what the vendor has billed for task %s", task)
        .isLessThanOrEqualTo(task.budget.spent().plus(open));
    if (!task.running()) {
      assertThat(task.budget.held()).as("held by task %s", task).isEqualTo(Dollars.ZERO);
    }
  }

  private void totalsAreThoseOfTheCalls() {
    for (SimulatedTask task : batch.tasks) {
      assertThat(task.budget.settled()).as("settled, %s", task).isEqualTo(task.settled());
      assertThat(task.budget.atRisk()).as("at risk, %s", task).isEqualTo(task.atRisk());
    }
    assertThat(batch.budget.settled()).as("settled").isEqualTo(sum(SimulatedTask::settled));
    assertThat(batch.budget.atRisk()).as("at risk").isEqualTo(sum(SimulatedTask::atRisk));
    assertThat(batch.budget.held()).as("held").isEqualTo(sum(task -> task.budget.held()));
  }

  private Dollars sum(Function<SimulatedTask, Dollars> of) {
    return Dollars.sum(batch.tasks.stream().map(of));
  }

  /** Who waits for money waits for a task that runs. */
  private void nobodyWaitsForNothing() {
    assertThat(batch.waits() && batch.running().isEmpty()).as("a wait for nothing").isFalse();
  }
}
