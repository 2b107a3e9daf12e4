package org.batchrunner.workflow;

import java.util.List;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Reuse;
import org.batchrunner.task.Task;
import org.batchrunner.task.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a run.
 *
 * @param corpusHash 16 hexadecimal digits, or {@code none}
 * @param usage a row for each model call that counted
 * @param attempts HTTP attempts, failed ones included
 * @param durationS seconds from the start of the run to its end
 * @param costEstimate settled dollars that count toward the caps
 * @param spent all that was or may have been billed
 * @param reuse calls that needed no payment; null if there are none
 * @param billNotes what is to be told of its bill, in clauses
 */
public record RunFigures(
    Task task,
    Mode mode,
    String corpusHash,
    List<Usage> usage,
    int attempts,
    double durationS,
    Dollars costEstimate,
    Dollars spent,
    @Nullable Reuse reuse,
    List<String> billNotes) {

  /** Figures that need no words. */
  public RunFigures(
      Task task,
      Mode mode,
      String corpusHash,
      List<Usage> usage,
      int attempts,
      double durationS,
      Dollars costEstimate,
      Dollars spent,
      @Nullable Reuse reuse) {
    this(task, mode, corpusHash, usage, attempts, durationS, costEstimate, spent, reuse, List.of());
  }
}
