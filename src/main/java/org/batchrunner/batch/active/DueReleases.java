package org.batchrunner.batch.active;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.batchrunner.batch.EventLog;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.CallRecord;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.Releases.CallNo;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.Release;

/**
 * Releases what {@code release: after-24h} says. A call that brought a whole response of success is
 * not among it: that was billed, though nobody knows with how much.
 */
public final class DueReleases {

  private static final Duration WAIT = Duration.ofHours(24);
  private static final int SUCCESS = 2;
  private static final int HUNDRED = 100;

  private final Ledger ledger;
  private final Clock clock;

  public DueReleases(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /** The amounts of the calls of a batch that were due and are released now. */
  public List<Dollars> release(BatchRecord batch) {
    if (batch.options().release() != Release.AFTER_24H || batch.budget().atRisk().isZero()) {
      return List.of();
    }
    Instant before = clock.instant().minus(WAIT);
    List<CallNo> due =
        ledger.releases().atRisk(batch.no()).stream()
            .map(risky -> risky.call())
            .filter(call -> !wasAnswered(call) && lostBy(call, before))
            .map(call -> new CallNo(call.seq(), call.no()))
            .toList();
    if (due.isEmpty()) {
      return List.of();
    }
    List<Dollars> released =
        Ledger.await(ledger.releases().release(batch.no(), due, "after 24 hours"));
    EventLog.moneyReleased(batch.id(), released, "after 24 hours");
    return released;
  }

  private static boolean wasAnswered(CallRecord call) {
    Integer status = call.httpStatus();
    return call.progress() == CallProgress.ANSWERED
        && (status == null || status / HUNDRED == SUCCESS);
  }

  private static boolean lostBy(CallRecord call, Instant before) {
    Instant ended = call.endedAt() == null ? call.intendedAt() : call.endedAt();
    return !ended.isAfter(before);
  }
}
