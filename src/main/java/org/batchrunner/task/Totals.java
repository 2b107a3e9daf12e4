package org.batchrunner.task;

import java.util.EnumMap;
import java.util.Map;
import org.batchrunner.money.Dollars;

/** What the results of a batch add up to. Immutable; adding a result costs a small array. */
public final class Totals {

  public static final Totals ZERO =
      new Totals(new long[Status.values().length], 0, 0, 0, 0, 0, 0, 0, 0);

  private final long[] counts;
  private final long cost;
  private final long spent;
  private final long atRisk;
  private final long promptTokens;
  private final long completionTokens;
  private final long runs;
  private final long reused;
  private final long saved;

  private Totals(
      long[] counts,
      long cost,
      long spent,
      long atRisk,
      long promptTokens,
      long completionTokens,
      long runs,
      long reused,
      long saved) {
    this.counts = counts;
    this.cost = cost;
    this.spent = spent;
    this.atRisk = atRisk;
    this.promptTokens = promptTokens;
    this.completionTokens = completionTokens;
    this.runs = runs;
    this.reused = reused;
    this.saved = saved;
  }

  /** Of results that were added up elsewhere. */
  public static Totals of(
      Map<Status, Integer> byStatus,
      Dollars cost,
      Dollars spent,
      Dollars atRisk,
      long promptTokens,
      long completionTokens,
      long reused,
      Dollars saved) {
    long[] counts = new long[Status.values().length];
    byStatus.forEach((status, count) -> counts[status.ordinal()] = count);
    return new Totals(
        counts,
        cost.nanos(),
        spent.nanos(),
        atRisk.nanos(),
        promptTokens,
        completionTokens,
        counts[Status.PUBLISHED.ordinal()]
            + counts[Status.ADVISORY_ONLY.ordinal()]
            + counts[Status.NONE.ordinal()]
            + counts[Status.FAILED.ordinal()],
        reused,
        saved.nanos());
  }

  /** With a result more, all that it spent being known. */
  public Totals plus(Result result) {
    return plus(result, Dollars.ZERO);
  }

  /**
   * With a result more.
   *
   * @param unknown the part of what it spent that is not known to have been billed
   */
  public Totals plus(Result result, Dollars unknown) {
    long[] more = counts.clone();
    more[result.status().ordinal()]++;
    Reuse reuse = result.reuse();
    return new Totals(
        more,
        Math.addExact(cost, result.costEstimate().nanos()),
        Math.addExact(spent, result.spent().nanos()),
        Math.addExact(atRisk, unknown.nanos()),
        promptTokens + result.promptTokens(),
        completionTokens + result.completionTokens(),
        runs + (ran(result) ? 1 : 0),
        reused + (reuse == null ? 0 : reuse.calls()),
        reuse == null ? saved : Math.addExact(saved, reuse.saved().nanos()));
  }

  public Totals plus(Totals other) {
    long[] more = counts.clone();
    for (int i = 0; i < more.length; i++) {
      more[i] += other.counts[i];
    }
    return new Totals(
        more,
        Math.addExact(cost, other.cost),
        Math.addExact(spent, other.spent),
        Math.addExact(atRisk, other.atRisk),
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        runs + other.runs,
        reused + other.reused,
        Math.addExact(saved, other.saved));
  }

  private static boolean ran(Result result) {
    return switch (result.status()) {
      case PUBLISHED, ADVISORY_ONLY, NONE, FAILED -> true;
      default -> result.attempts() > 0 || !result.usage().isEmpty();
    };
  }

  /** Results, of whatever status. */
  public long count() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  public long count(Status status) {
    return counts[status.ordinal()];
  }

  /** Results of tasks that ended, well or not. */
  public long done() {
    return count() - count(Status.PENDING);
  }

  /** How many there are of each status that occurs. */
  public Map<Status, Long> byStatus() {
    Map<Status, Long> byStatus = new EnumMap<>(Status.class);
    for (Status status : Status.values()) {
      if (count(status) > 0) {
        byStatus.put(status, count(status));
      }
    }
    return byStatus;
  }

  /** The sum of {@code cost_estimate}. */
  public Dollars cost() {
    return new Dollars(cost);
  }

  /** All that was or may have been billed. */
  public Dollars spent() {
    return new Dollars(spent);
  }

  /** The part of {@link #spent} that is not known to have been billed. */
  public Dollars atRisk() {
    return new Dollars(atRisk);
  }

  public long promptTokens() {
    return promptTokens;
  }

  public long completionTokens() {
    return completionTokens;
  }

  /** Tasks that went through the workflow, at least in part. */
  public long runs() {
    return runs;
  }

  /** Calls that needed no payment: their replies were in the ledger, or shared. */
  public long reused() {
    return reused;
  }

  /** What the replies of {@link #reused} calls cost when they were paid for. */
  public Dollars saved() {
    return new Dollars(saved);
  }

  @Override
  public String toString() {
    return "%s, cost %s, spent %s".formatted(byStatus(), cost(), spent());
  }
}
