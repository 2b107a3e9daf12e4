package org.batchrunner.ledger;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.Phase;
import org.batchrunner.task.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The total usage and cost of the calls of a task.
 *
 * @param usage a row for each call that was answered: the debaters' first, then the judge's
 * @param settled the known cost of the calls
 * @param atRisk the most that calls of unknown cost may have cost
 * @param attempts calls that were sent, or may have been
 * @param error of the last call that failed; null if none has
 */
public record Bill(
    List<Usage> usage, Dollars settled, Dollars atRisk, int attempts, @Nullable String error) {

  /**
   * @param calls of one task, in their order
   */
  public static Bill of(List<CallRecord> calls) {
    return new Bill(
        calls.stream()
            .sorted(Comparator.comparing(call -> call.phase() != Phase.DEBATE))
            .map(CallRecord::usage)
            .flatMap(Optional::stream)
            .toList(),
        sum(calls, CallState.SETTLED),
        sum(calls, CallState.AT_RISK),
        (int) calls.stream().filter(Bill::attempted).count(),
        calls.stream()
            .filter(Bill::attempted)
            .map(CallRecord::error)
            .filter(Objects::nonNull)
            .reduce((first, second) -> second)
            .orElse(null));
  }

  private static Dollars sum(List<CallRecord> calls, CallState state) {
    return Dollars.sum(calls.stream().filter(call -> call.state() == state).map(CallRecord::cost));
  }

  /** Returns whether a call was sent, or may have been. */
  public static boolean attempted(CallRecord call) {
    return call.state() != CallState.INTENDED && call.progress() != CallProgress.UNSENT;
  }

  /** All that was or may have been billed. */
  public Dollars spent() {
    return settled.plus(atRisk);
  }
}
