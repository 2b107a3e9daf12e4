package org.batchrunner.task;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.batchrunner.money.Dollars;

/**
 * What the results of a batch add up to.
 *
 * @param byStatus how many results there are of each status that occurs
 * @param cost the sum of {@code cost_estimate}
 * @param spent all that was or may have been billed
 * @param atRisk the part of {@code spent} that is not known to have been billed
 * @param runs tasks that went through the workflow, at least in part
 * @param reused calls that needed no payment: their replies were in the ledger, or shared
 * @param saved what the replies of these calls cost when they were paid for
 */
public record Totals(
    Map<Status, Long> byStatus,
    Dollars cost,
    Dollars spent,
    Dollars atRisk,
    long promptTokens,
    long completionTokens,
    long runs,
    long reused,
    Dollars saved) {

  public static final Totals ZERO =
      of(Map.of(), Dollars.ZERO, Dollars.ZERO, Dollars.ZERO, 0, 0, 0, Dollars.ZERO);

  public Totals {
    Map<Status, Long> counts = new EnumMap<>(Status.class);
    counts.putAll(byStatus);
    counts.values().removeIf(count -> count == 0);
    byStatus = Collections.unmodifiableMap(counts);
  }

  /** Creates totals from sums that were computed elsewhere. */
  public static Totals of(
      Map<Status, Long> byStatus,
      Dollars cost,
      Dollars spent,
      Dollars atRisk,
      long promptTokens,
      long completionTokens,
      long reused,
      Dollars saved) {
    long runs =
        byStatus.entrySet().stream()
            .filter(entry -> isRun(entry.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return new Totals(
        byStatus, cost, spent, atRisk, promptTokens, completionTokens, runs, reused, saved);
  }

  /** Returns these totals plus a result whose cost is fully known. */
  public Totals plus(Result result) {
    return plus(result, Dollars.ZERO);
  }

  /**
   * Returns these totals plus a result.
   *
   * @param unknown the part of its spent money that may not have been billed
   */
  public Totals plus(Result result, Dollars unknown) {
    Reuse reuse = result.reuse();
    boolean run = isRun(result.status()) || result.attempts() > 0 || !result.usage().isEmpty();
    return plus(
        new Totals(
            Map.of(result.status(), 1L),
            result.costEstimate(),
            result.spent(),
            unknown,
            result.promptTokens(),
            result.completionTokens(),
            run ? 1 : 0,
            reuse == null ? 0 : reuse.calls(),
            reuse == null ? Dollars.ZERO : reuse.saved()));
  }

  public Totals plus(Totals other) {
    Map<Status, Long> more = new EnumMap<>(Status.class);
    more.putAll(byStatus);
    other.byStatus.forEach((status, count) -> more.merge(status, count, Long::sum));
    return new Totals(
        more,
        cost.plus(other.cost),
        spent.plus(other.spent),
        atRisk.plus(other.atRisk),
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        runs + other.runs,
        reused + other.reused,
        saved.plus(other.saved));
  }

  private static boolean isRun(Status status) {
    return switch (status) {
      case PUBLISHED, ADVISORY_ONLY, NONE, FAILED -> true;
      default -> false;
    };
  }

  /** Returns the number of results, whatever their status. */
  public long count() {
    return byStatus.values().stream().mapToLong(Long::longValue).sum();
  }

  public long count(Status status) {
    return byStatus.getOrDefault(status, 0L);
  }

  /** Returns the number of tasks that ended, well or not. */
  public long done() {
    return count() - count(Status.PENDING);
  }
}
