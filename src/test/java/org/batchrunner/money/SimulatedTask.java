package org.batchrunner.money;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A task of the model: the questions of its workflow, and the calls that were made for it. */
final class SimulatedTask {

  enum State {
    QUEUED,
    RUNNING,
    PUBLISHED,
    FAILED,
    BLOCKED,
    SKIPPED
  }

  /** What a model is asked, in as many attempts as it takes. */
  static final class Question {

    final SimulatedTask task;
    final Dollars worst;

    /** Whether the next attempt may draw on what the task holds. */
    boolean reserved;

    boolean answered;
    int attempts;
    @Nullable SimulatedCall attempt;

    Question(SimulatedTask task, Dollars worst, boolean reserved) {
      this.task = task;
      this.worst = worst;
      this.reserved = reserved;
    }

    boolean asked() {
      return attempt != null;
    }

    SimulatedCall attempt() {
      return Objects.requireNonNull(attempt, "nothing is asked");
    }
  }

  private final int seq;
  private final List<Dollars> workflow;
  final List<SimulatedCall> calls = new ArrayList<>();
  final List<Question> questions = new ArrayList<>();
  State state = State.QUEUED;
  Budget budget;
  Dollars drawn = Dollars.ZERO;

  /**
   * @param workflow the worst case of each of its questions
   */
  SimulatedTask(int seq, Dollars runCap, List<Dollars> workflow) {
    this.seq = seq;
    this.workflow = workflow;
    this.budget = Budget.of(runCap);
  }

  Dollars worst() {
    return Dollars.sum(workflow.stream());
  }

  /** It begins, or begins again after a restart. */
  void begin() {
    state = State.RUNNING;
    workflow.forEach(worst -> questions.add(new Question(this, worst, true)));
  }

  /** A judge that did not answer in form is asked once more, for which no money was held. */
  void askAgain() {
    questions.add(new Question(this, workflow.get(workflow.size() - 1), false));
  }

  boolean running() {
    return state == State.RUNNING;
  }

  boolean ended() {
    return state != State.QUEUED && !running();
  }

  boolean answered() {
    return questions.stream().allMatch(question -> question.answered);
  }

  Dollars settled() {
    return sum(call -> call.state == SimulatedCall.State.SETTLED, call -> call.bill);
  }

  Dollars atRisk() {
    return sum(call -> call.state == SimulatedCall.State.AT_RISK, call -> call.worst);
  }

  Dollars sum(Predicate<SimulatedCall> which, Function<SimulatedCall, Dollars> amount) {
    return Dollars.sum(calls.stream().filter(which).map(amount));
  }

  @Override
  public String toString() {
    return "%d %s %s %s".formatted(seq, state, budget, calls);
  }
}
