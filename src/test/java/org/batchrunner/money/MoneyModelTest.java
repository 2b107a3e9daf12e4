package org.batchrunner.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import org.batchrunner.money.Schedule.Event;
import org.batchrunner.money.Schedule.Step;
import org.batchrunner.money.SimulatedTask.State;

/**
 * The rules of holds and caps, whatever comes: any concurrency, costs, faults, retries, second
 * askings, restarts, changes of the cap and breaches, in any order. {@link Invariants} are checked
 * after each step.
 */
class MoneyModelTest {

  private static final Set<Event> ALL = EnumSet.allOf(Event.class);
  private static final int MOST_STEPS = 120;
  private static final long PLENTY = 1_000_000;

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void hardCapsHoldAndEveryTaskEnds(
      @ForAll("hard") SimulatedBatch batch, @ForAll("steps") List<Step> steps) {
    Set<Event> happened = work(batch, steps, ALL);
    Statistics.label("restarts").collect(happened.contains(Event.RESTART));
    Statistics.label("late replies").collect(happened.contains(Event.LATE_REPLY));
    Statistics.label("breaches").collect(happened.contains(Event.BREACH));
  }

  @Property(tries = 12_000, edgeCases = EdgeCasesMode.NONE)
  @Tag("kills")
  void hardCapsHoldAndEveryTaskEndsMoreOften(
      @ForAll("hard") SimulatedBatch batch, @ForAll("steps") List<Step> steps) {
    hardCapsHoldAndEveryTaskEnds(batch, steps);
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void softCapsHideNothingAndEveryTaskEnds(
      @ForAll("soft") SimulatedBatch batch, @ForAll("steps") List<Step> steps) {
    work(batch, steps, ALL);
  }

  @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
  @Tag("kills")
  void softCapsHideNothingAndEveryTaskEndsMoreOften(
      @ForAll("soft") SimulatedBatch batch, @ForAll("steps") List<Step> steps) {
    softCapsHideNothingAndEveryTaskEnds(batch, steps);
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void withMoneyEnoughEveryTaskRuns(
      @ForAll("rich") SimulatedBatch batch, @ForAll("steps") List<Step> steps) {
    work(batch, steps, EnumSet.complementOf(EnumSet.of(Event.CAP, Event.BREACH)));
    assertThat(batch.tasks)
        .extracting(task -> task.state)
        .containsAnyOf(State.PUBLISHED, State.FAILED)
        .doesNotContain(State.BLOCKED, State.SKIPPED);
  }

  @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
  @Tag("kills")
  void withMoneyEnoughEveryTaskRunsMoreOften(
      @ForAll("rich") SimulatedBatch batch, @ForAll("steps") List<Step> steps) {
    withMoneyEnoughEveryTaskRuns(batch, steps);
  }

  private static Set<Event> work(SimulatedBatch batch, List<Step> steps, Set<Event> allowed) {
    Schedule schedule = new Schedule(batch, allowed);
    schedule.run(steps);
    schedule.finish();
    assertThat(batch.tasks).as("%s", batch).allMatch(SimulatedTask::ended);
    assertThat(batch.budget.held()).as("held when all has ended").isEqualTo(Dollars.ZERO);
    return schedule.happened;
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> number = Arbitraries.integers().between(0, 999);
    return Combinators.combine(number, number, number).as(Step::new).list().ofMaxSize(MOST_STEPS);
  }

  @Provide
  Arbitrary<SimulatedBatch> hard() {
    return batches(false, dollars(150), dollars(60));
  }

  @Provide
  Arbitrary<SimulatedBatch> soft() {
    return batches(true, dollars(150), dollars(60));
  }

  @Provide
  Arbitrary<SimulatedBatch> rich() {
    Arbitrary<Dollars> plenty = Arbitraries.just(new Dollars(PLENTY));
    return batches(false, plenty, plenty);
  }

  private static Arbitrary<Dollars> dollars(long mostNanos) {
    return Arbitraries.longs().between(0, mostNanos).map(Dollars::new);
  }

  private static Arbitrary<SimulatedBatch> batches(
      boolean soft, Arbitrary<Dollars> caps, Arbitrary<Dollars> runCaps) {
    Arbitrary<List<Dollars>> workflow = dollars(15).list().ofMinSize(1).ofMaxSize(4);
    Arbitrary<List<List<Dollars>>> workflows = workflow.list().ofMinSize(1).ofMaxSize(8);
    Arbitrary<Integer> concurrency = Arbitraries.integers().between(1, 5);
    return Combinators.combine(caps, runCaps, concurrency, workflows)
        .as(
            (cap, runCap, slots, each) ->
                new SimulatedBatch(soft, cap, slots, tasks(runCap, each)));
  }

  private static List<SimulatedTask> tasks(Dollars runCap, List<List<Dollars>> workflows) {
    List<SimulatedTask> tasks = new ArrayList<>();
    workflows.forEach(each -> tasks.add(new SimulatedTask(tasks.size() + 1, runCap, each)));
    return tasks;
  }
}
