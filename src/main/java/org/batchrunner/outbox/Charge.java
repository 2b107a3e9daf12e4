package org.batchrunner.outbox;

import org.batchrunner.money.Dollars;
import org.batchrunner.task.Result;

/**
 * What a task cost, as tables show it: where that is not known the most that it can have cost, and
 * a sentence that says so. An unknown cost is never shown as zero.
 */
public final class Charge {

  private Charge() {}

  /** What counts toward the caps, and all that may have been billed beside it. */
  public static Dollars of(Result result) {
    return result.costEstimate().plus(result.atRisk());
  }

  /** The reason, else the error, and what of the cost is not known. */
  public static String reason(Result result) {
    String reason = result.reason() != null ? result.reason() : result.error();
    String unknown = unknown(result);
    return reason == null || reason.isEmpty() || unknown.isEmpty()
        ? (reason == null || reason.isEmpty() ? unknown : reason)
        : reason + "; " + unknown;
  }

  /** What of the cost is not known, as a sentence; empty if all is. */
  private static String unknown(Result result) {
    Dollars unreported = result.unreported();
    Dollars lost = result.atRisk().minus(unreported);
    StringBuilder text = new StringBuilder();
    if (!unreported.isZero()) {
      text.append("cost not reported, at most $").append(unreported);
    }
    if (!lost.isZero()) {
      text.append(text.isEmpty() ? "" : "; ")
          .append("lost calls may have been billed, at most $")
          .append(lost);
    }
    return text.toString();
  }
}
