package org.batchrunner.outbox;

import org.batchrunner.money.Dollars;
import org.batchrunner.task.Result;

/**
 * Shows the cost of a task in tables: if it is unknown, the most that it can have been, with a
 * sentence that says so. An unknown cost is never shown as zero.
 */
public final class Charge {

  private Charge() {}

  /** Returns the cost that counts toward the caps plus all that may have been billed besides. */
  public static Dollars of(Result result) {
    return result.costEstimate().plus(result.atRisk());
  }

  /** Returns the reason or else the error, and which part of the cost is unknown. */
  public static String reason(Result result) {
    String reason = result.reason() != null ? result.reason() : result.error();
    String unknown = unknown(result);
    return reason == null || reason.isEmpty() || unknown.isEmpty()
        ? (reason == null || reason.isEmpty() ? unknown : reason)
        : reason + "; " + unknown;
  }

  /** Returns a sentence about the unknown part of the cost; empty if there is none. */
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
