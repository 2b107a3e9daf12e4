package org.batchrunner.batch.run;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.common.Json;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Task;

/**
 * An admitted task on its way to the program that works it, by way of a message broker. All else
 * that a run must know is in the ledger.
 *
 * @param batch the batch's id
 * @param no its number in the ledger
 * @param epoch of the lease under which the task was admitted
 * @param hold dollars that are set aside for it
 * @param begun calls made for the task before, under an earlier lease
 * @param first the first calls, a debater each
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TaskMessage(
    String batch, long no, long epoch, Task task, Dollars hold, int begun, List<First> first) {

  /**
   * A first call.
   *
   * @param key of its content
   * @param intent the number under which its intent is in the ledger; 0 if it has none yet
   * @param held whether the hold covers it; it does not where the ledger has its reply
   */
  public record First(String key, int intent, boolean held) {}

  public static TaskMessage of(Run run) {
    BatchContext context = run.context();
    return new TaskMessage(
        context.batch(),
        context.no(),
        context.epoch(),
        run.task(),
        hold(run),
        run.priorCalls(),
        run.calls().stream()
            .map(
                calling ->
                    new First(
                        calling.call().key(),
                        calling.hasIntentAhead() ? calling.intent() : 0,
                        calling.reserved()))
            .toList());
  }

  /** The worst case of the calls of a run that has not begun, but for those that are paid for. */
  public static Dollars hold(Run run) {
    Dollars hold = run.judgeWorst();
    for (CallInProgress calling : run.calls()) {
      hold = calling.reserved() ? hold.plus(calling.call().worst()) : hold;
    }
    return hold;
  }

  public static TaskMessage read(String json) {
    return Json.read(json, TaskMessage.class);
  }

  public String json() {
    return Json.write(this);
  }

  /** Without the task: prompts stay out of logs. */
  @Override
  public String toString() {
    return "TaskMessage[" + batch + " " + task.seq() + "]";
  }
}
