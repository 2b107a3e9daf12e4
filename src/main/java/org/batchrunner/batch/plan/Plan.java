package org.batchrunner.batch.plan;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.batchrunner.common.Count;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.CapMode;
import org.batchrunner.task.Mode;

/**
 * What a file would cost, computed without a call.
 *
 * @param source the file's name
 * @param tasks with a text
 * @param dropped rows without one
 * @param hidden tasks in hidden rows of a sheet, which are left out
 * @param notes what was left out or may not be meant, as sentences
 * @param filtered tasks left out by {@code only}, {@code skip} and {@code limit}
 * @param promptTokens an estimate: a token for each four bytes of the requests
 * @param models what each model is asked, and may cost
 * @param expected an estimate: replies as long as the models' last ones in the ledger, else of 400
 *     tokens, the judge's of 70 for each draft
 * @param worst upper bound, if every call is made once
 * @param fit tasks that begin whatever the replies turn out to be: with {@code cap-mode: hard}
 *     their worst cases fit the caps together
 * @param fitExpected an estimate: tasks that begin if each costs what is expected
 * @param blocked tasks whose worst case is over their own cap
 * @param reused calls whose reply the ledger has
 * @param saved what those cost when they were made
 * @param seconds an estimate: calls as slow as the models' last ones in the ledger, else of four
 *     seconds, within the limits that are set
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Plan(
    String source,
    Mode mode,
    int tasks,
    int dropped,
    int hidden,
    List<String> notes,
    int filtered,
    long promptTokens,
    List<ModelCost> models,
    Dollars expected,
    Dollars worst,
    Dollars perRunCap,
    Dollars perBatchCap,
    CapMode capMode,
    int fit,
    int fitExpected,
    int blocked,
    int reused,
    Dollars saved,
    long seconds) {

  private static final int MONEY = 4;

  /**
   * What one model is asked.
   *
   * @param phase {@code debate} or {@code judge}
   * @param promptTokens an estimate
   * @param completionTokens an estimate
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record ModelCost(
      String model,
      String phase,
      int calls,
      long promptTokens,
      long completionTokens,
      Dollars expected,
      Dollars worst) {

    ModelCost plus(ModelCost other) {
      return new ModelCost(
          model,
          phase,
          calls + other.calls,
          promptTokens + other.promptTokens,
          completionTokens + other.completionTokens,
          expected.plus(other.expected),
          worst.plus(other.worst));
    }
  }

  /** For a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %s%s%n"
            .formatted(
                source,
                Count.of(tasks, "task"),
                filtered == 0 ? "" : ", " + filtered + " left out"));
    notes.forEach(note -> text.append("  %s%n".formatted(note)));
    if (mode == Mode.MOCK) {
      text.append(
          (worst.isZero()
                  ? "  mock mode: no model would be asked, nothing would be paid%n"
                  : "  mock mode: no model would be asked, nothing would be paid; with a key it would"
                      + " cost this%n")
              .formatted());
    }
    text.append(
        "  %-40s %-7s %8s %12s %12s %12s %12s%n"
            .formatted("MODEL", "FOR", "CALLS", "TOKENS IN", "TOKENS OUT", "EXPECTED", "WORST"));
    for (ModelCost cost : models) {
      text.append(
          "  %-40s %-7s %8d %12d %12d %12s %12s%n"
              .formatted(
                  cost.model(),
                  cost.phase(),
                  cost.calls(),
                  cost.promptTokens(),
                  cost.completionTokens(),
                  cost.expected().format(MONEY),
                  cost.worst().format(MONEY)));
    }
    text.append(
        "  expected %s, at worst %s; caps %s a task, %s the batch%n"
            .formatted(
                expected.format(MONEY),
                worst.format(MONEY),
                perRunCap.format(Dollars.CAP_DECIMALS),
                perBatchCap.format(Dollars.CAP_DECIMALS)));
    text.append(
        "  %d of %s fit the caps at their worst, %d as expected%s%n"
            .formatted(
                fit,
                Count.of(tasks - filtered, "task"),
                fitExpected,
                blocked == 0 ? "" : "; %d are over the cap of a task".formatted(blocked)));
    if (reused > 0) {
      text.append(
          "  the ledger already has the replies of %s, which saves %s%n"
              .formatted(Count.of(reused, "call"), saved.format(MONEY)));
    }
    text.append((seconds == 0 ? "  at once%n" : "  about %d s%n").formatted(seconds));
    return text.toString();
  }
}
