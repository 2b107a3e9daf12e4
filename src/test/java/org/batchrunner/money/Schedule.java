package org.batchrunner.money;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.batchrunner.money.SimulatedTask.Question;
import org.batchrunner.money.SimulatedTask.State;

/** What happens to a batch, in an order that a list of numbers decides. */
final class Schedule {

  /**
   * What happens next: the roll says what of all that is possible, the others to which task or call
   * and how much.
   */
  record Step(int roll, int which, int amount) {}

  /** What can happen, and how often it does beside the others. */
  enum Event {
    ADMIT(20),
    INTEND(30),
    SEND(30),
    NEVER_SENT(2),
    REPLY(20),
    UNREADABLE(4),
    LOSE(6),
    REFUSE(6),
    BREACH(1),
    PUBLISH(20),
    ASK_AGAIN(4),
    LATE_REPLY(2),
    RESTART(2),
    CAP(2);

    private final int weight;

    Event(int weight) {
      this.weight = weight;
    }
  }

  private static final int HIGHEST_CAP = 150;
  private static final int LARGEST_BREACH = 30;
  private static final List<Event> GOOD =
      List.of(Event.PUBLISH, Event.REPLY, Event.SEND, Event.INTEND, Event.ADMIT);

  private final SimulatedBatch batch;
  private final Set<Event> allowed;
  private final Invariants invariants;
  final Set<Event> happened = EnumSet.noneOf(Event.class);

  Schedule(SimulatedBatch batch, Set<Event> allowed) {
    this.batch = batch;
    this.allowed = allowed;
    this.invariants = new Invariants(batch);
  }

  void run(List<Step> steps) {
    for (Step step : steps) {
      List<Event> possible = allowed.stream().filter(this::possible).toList();
      int roll = step.roll % Math.max(1, possible.stream().mapToInt(each -> each.weight).sum());
      for (Event event : possible) {
        roll -= event.weight;
        if (roll < 0) {
          take(event, step);
          break;
        }
      }
    }
  }

  /** Everything goes well from now on, until nothing is left to do. */
  void finish() {
    for (int turn = 0; GOOD.stream().anyMatch(this::possible); turn++) {
      take(GOOD.stream().filter(this::possible).findFirst().orElseThrow(), new Step(0, 0, turn));
    }
  }

  private void take(Event event, Step step) {
    invariants.before();
    act(event, step);
    happened.add(event);
    invariants.after(event);
  }

  private boolean possible(Event event) {
    return switch (event) {
      case ADMIT -> batch.mayAdmit();
      case INTEND -> !idle().isEmpty();
      case SEND, NEVER_SENT -> !asked(SimulatedCall.State.INTENDED).isEmpty();
      case REPLY, UNREADABLE, LOSE, REFUSE, BREACH -> !asked(SimulatedCall.State.SENT).isEmpty();
      case PUBLISH, ASK_AGAIN -> !answered().isEmpty();
      case LATE_REPLY -> !batch.lost().isEmpty();
      case RESTART, CAP -> true;
    };
  }

  private void act(Event event, Step step) {
    switch (event) {
      case ADMIT -> batch.admit();
      case INTEND -> batch.intend(pick(idle(), step));
      case SEND -> {
        SimulatedCall call = pick(asked(SimulatedCall.State.INTENDED), step).attempt();
        call.send(new Dollars(step.amount % (call.worst.nanos() + 1)));
      }
      case NEVER_SENT -> batch.refuse(pick(asked(SimulatedCall.State.INTENDED), step));
      case REPLY -> batch.reply(pick(asked(SimulatedCall.State.SENT), step), true);
      case UNREADABLE -> batch.reply(pick(asked(SimulatedCall.State.SENT), step), false);
      case LOSE -> batch.lose(pick(asked(SimulatedCall.State.SENT), step));
      case REFUSE -> batch.refuse(pick(asked(SimulatedCall.State.SENT), step));
      case BREACH -> {
        Question question = pick(asked(SimulatedCall.State.SENT), step);
        SimulatedCall call = question.attempt();
        call.send(call.worst.plus(new Dollars(1 + step.amount % LARGEST_BREACH)));
        batch.reply(question, true);
      }
      case PUBLISH -> batch.end(pick(answered(), step), State.PUBLISHED);
      case ASK_AGAIN -> pick(answered(), step).askAgain();
      case LATE_REPLY -> batch.replyLate(pick(batch.lost(), step));
      case RESTART -> batch.restart();
      case CAP -> batch.cap(new Dollars(step.amount % HIGHEST_CAP));
    }
  }

  private static <T> T pick(List<T> of, Step step) {
    return of.get(step.which % of.size());
  }

  private List<SimulatedTask> answered() {
    return batch.running().stream().filter(SimulatedTask::answered).toList();
  }

  /** Questions that are to be asked, or asked again. */
  private List<Question> idle() {
    List<Question> idle = new ArrayList<>();
    for (SimulatedTask task : batch.running()) {
      task.questions.stream().filter(each -> !each.asked() && !each.answered).forEach(idle::add);
    }
    return idle;
  }

  private List<Question> asked(SimulatedCall.State state) {
    List<Question> asked = new ArrayList<>();
    for (SimulatedTask task : batch.running()) {
      task.questions.stream()
          .filter(each -> each.asked() && each.attempt().state == state)
          .forEach(asked::add);
    }
    return asked;
  }
}
