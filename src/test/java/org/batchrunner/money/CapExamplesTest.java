package org.batchrunner.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.batchrunner.money.SimulatedTask.Question;
import org.batchrunner.money.SimulatedTask.State;
import org.junit.jupiter.api.Test;

/** The examples by which the two kinds of caps are told apart: $0.50 a task, $2.00 the batch. */
class CapExamplesTest {

  private static final Dollars FORTY_CENTS = Dollars.parse("0.40");

  @Test
  void softOneAtATimePublishesFiveAndSkipsTheSixth() {
    SimulatedBatch batch = batch(true, "0.50", 1, Collections.nCopies(6, "0.40"));
    work(batch, FORTY_CENTS);
    assertThat(states(batch)).startsWith(published(5)).endsWith(State.SKIPPED).hasSize(6);
    assertThat(batch.budget.spent()).isEqualTo(Dollars.parse("2"));
  }

  @Test
  void softThreeAtATimeMayRunTheSixthAndHidesNoCent() {
    SimulatedBatch batch = batch(true, "0.50", 3, Collections.nCopies(6, "0.40"));
    work(batch, FORTY_CENTS);
    assertThat(states(batch)).containsExactly(published(6));
    assertThat(batch.budget.spent()).isEqualTo(Dollars.parse("2.40"));
  }

  @Test
  void hardRunsTheFifthIfItsWorstCaseFits() {
    SimulatedBatch batch = batch(false, "0.50", 3, Collections.nCopies(6, "0.40"));
    work(batch, FORTY_CENTS);
    assertThat(states(batch)).startsWith(published(5)).endsWith(State.SKIPPED);
    assertThat(batch.budget.spent()).isEqualTo(Dollars.parse("2"));
  }

  @Test
  void hardSkipsTheFifthIfItsWorstCaseDoesNotFit() {
    SimulatedBatch batch =
        batch(false, "0.50", 3, List.of("0.40", "0.40", "0.40", "0.40", "0.41", "0.40"));
    work(batch, FORTY_CENTS);
    assertThat(states(batch))
        .startsWith(published(4))
        .endsWith(State.SKIPPED, State.PUBLISHED)
        .hasSize(6);
  }

  @Test
  void hardGoesOnWithWhatTasksDidNotUse() {
    SimulatedBatch batch = batch(false, "0.50", 3, Collections.nCopies(12, "0.40"));
    work(batch, Dollars.parse("0.10"));
    assertThat(states(batch)).containsExactly(published(12));
    assertThat(batch.budget.spent()).isEqualTo(Dollars.parse("1.20"));
  }

  @Test
  void softBlocksATaskAfterItsCallsAndHardBeforeAny() {
    SimulatedBatch soft = batch(true, "0.10", 1, List.of("0.15"));
    work(soft, Dollars.parse("0.15"));
    assertThat(SoftCap.exceeded(Dollars.parse("0.10"), soft.tasks.get(0).settled())).isTrue();
    assertThat(soft.budget.spent()).isEqualTo(Dollars.parse("0.15"));

    SimulatedBatch hard = batch(false, "0.10", 1, List.of("0.15"));
    work(hard, Dollars.parse("0.15"));
    assertThat(states(hard)).containsExactly(State.BLOCKED);
    assertThat(hard.tasks.get(0).calls).isEmpty();
  }

  @Test
  void aCapOfZeroAllowsCallsThatCostNothing() {
    assertThat(Admission.decide(Budget.of(Dollars.ZERO), Budget.of(Dollars.ZERO), Dollars.ZERO))
        .isEqualTo(Admission.ADMIT);
    assertThat(Admission.decide(Budget.of(Dollars.ZERO), Budget.of(Dollars.ZERO), new Dollars(1)))
        .isEqualTo(Admission.BLOCKED_BY_RUN_CAP);
  }

  /** As many at once as may be; each costs the same. */
  private static void work(SimulatedBatch batch, Dollars cost) {
    while (batch.mayAdmit() || !batch.running().isEmpty()) {
      while (batch.mayAdmit()) {
        batch.admit();
      }
      if (!batch.running().isEmpty()) {
        SimulatedTask task = batch.running().get(0);
        Question question = task.questions.get(0);
        batch.intend(question);
        question.attempt().send(cost);
        batch.reply(question, true);
        batch.end(task, State.PUBLISHED);
      }
    }
  }

  private static SimulatedBatch batch(
      boolean soft, String runCap, int concurrency, List<String> worst) {
    List<SimulatedTask> tasks = new ArrayList<>();
    for (String each : worst) {
      List<Dollars> workflow = List.of(Dollars.parse(each));
      tasks.add(new SimulatedTask(tasks.size() + 1, Dollars.parse(runCap), workflow));
    }
    return new SimulatedBatch(soft, Dollars.parse("2.00"), concurrency, tasks);
  }

  private static List<State> states(SimulatedBatch batch) {
    return batch.tasks.stream().map(task -> task.state).toList();
  }

  private static State[] published(int count) {
    return Collections.nCopies(count, State.PUBLISHED).toArray(State[]::new);
  }
}
