package org.batchrunner.batch.active;

import java.time.Duration;
import java.util.Collection;
import org.batchrunner.batch.EventLog;
import org.batchrunner.common.Ticker;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.HeartbeatReply;
import org.batchrunner.ledger.Ledger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the leases of the batches that run here. */
final class LeaseKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  static final String TAKEN_OVER = "another program has taken it over";

  private final Ledger ledger;
  private final LeaseOwner owner;
  private final Duration duration;
  private final Ticker ticker;

  LeaseKeeper(Ledger ledger, LeaseOwner owner, Duration duration, Ticker ticker) {
    this.ledger = ledger;
    this.owner = owner;
    this.duration = duration;
    this.ticker = ticker;
  }

  /**
   * Keeps the leases of all these batches. If one of them fails, the others are kept all the same.
   */
  void tend(Collection<ActiveBatch> batches) {
    RuntimeException failure = null;
    for (ActiveBatch batch : batches) {
      try {
        tend(batch);
      } catch (RuntimeException e) {
        failure = isGone(batch) ? failure : e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Returns whether the batch is no longer in the ledger: another program may have ended it, and it
   * may have been pruned.
   */
  private boolean isGone(ActiveBatch batch) {
    try {
      if (ledger.batches().find(batch.id()).isEmpty()) {
        batch.stop(StopRequest.TAKEN_OVER, TAKEN_OVER);
        return true;
      }
    } catch (RuntimeException e) {
      LOG.debug("batch {}: the ledger can't be read", batch.id(), e);
    }
    return false;
  }

  /** Prolongs the lease of a batch, and hears what is wanted of it. */
  private void tend(ActiveBatch batch) {
    HeartbeatReply lease = prolong(batch);
    if (!lease.mine()) {
      if (batch.goesOn()) {
        EventLog.leaseLost(batch.id());
      }
      batch.stop(StopRequest.TAKEN_OVER, TAKEN_OVER);
    } else if (lease.optionsVersion() != batch.batch().optionsVersion()
        || lease.wanted() != batch.batch().wanted()) {
      ledger.batches().find(batch.id()).ifPresent(record -> hear(batch, record));
    }
  }

  HeartbeatReply prolong(ActiveBatch batch) {
    long until = leaseFromNow();
    HeartbeatReply lease =
        ledger.batches().heartbeat(batch.id(), owner.toString(), batch.epoch(), duration);
    if (lease.mine()) {
      batch.leased(until);
    }
    return lease;
  }

  /** What the ticker will show when a lease that is taken now runs out. */
  long leaseFromNow() {
    return ticker.nanos() + duration.toNanos();
  }

  static void hear(ActiveBatch batch, BatchRecord record) {
    batch.refresh(record);
    switch (record.wanted()) {
      case PAUSE -> stop(batch, StopRequest.PAUSE_BY_USER, "paused by the user");
      case CANCEL -> stop(batch, StopRequest.CANCEL, "cancelled by the user");
      case RUN -> {}
    }
  }

  private static void stop(ActiveBatch batch, StopRequest request, String why) {
    EventLog.wanted(batch.id(), why + "; what runs finishes");
    batch.stop(request, why);
  }
}
