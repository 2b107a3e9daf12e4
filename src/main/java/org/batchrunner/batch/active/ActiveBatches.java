package org.batchrunner.batch.active;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.batch.EventLog;
import org.batchrunner.batch.LoggedWrites;
import org.batchrunner.common.Json;
import org.batchrunner.common.Ticker;
import org.batchrunner.config.Settings;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Claim;
import org.batchrunner.ledger.CreditProbe;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.LedgerException;
import org.batchrunner.ledger.RequestedState;
import org.batchrunner.provider.limits.ProviderLimits;
import org.batchrunner.task.BatchState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The batches that run here: claims them, keeps their leases, and gives them back. */
public final class ActiveBatches {

  private static final Logger LOG = LoggerFactory.getLogger(ActiveBatches.class);

  private final Ledger ledger;
  private final Settings settings;
  private final ProviderLimits pace;
  private final Ticker ticker;
  private final RemoteBatches guests;
  private final DueReleases due;
  private final LeaseOwner owner = LeaseOwner.self();
  private final Map<String, ActiveBatch> active = new ConcurrentHashMap<>();
  private final DeferredBatches putOff;
  private final LeaseKeeper leases;
  private volatile boolean leaving;

  public ActiveBatches(
      Ledger ledger, Settings settings, ProviderLimits pace, Clock clock, Ticker ticker) {
    this.ticker = ticker;
    this.guests = new RemoteBatches(ticker);
    this.putOff = new DeferredBatches(ticker);
    this.ledger = ledger;
    this.due = new DueReleases(ledger, clock);
    this.settings = settings;
    this.pace = pace;
    this.leases = new LeaseKeeper(ledger, owner, settings.lease(), ticker);
  }

  /**
   * Takes a batch, if nobody has it.
   *
   * @return null if another works it, or nothing is to be done
   */
  public @Nullable ActiveBatch claim(String id) {
    if (leaving || active.containsKey(id)) {
      return null;
    }
    Optional<BatchRecord> found = ledger.batches().find(id);
    if (found.isEmpty()) {
      return null; // it was pruned while it waited for its turn
    }
    due.release(found.get());
    String before = found.get().leaseOwner();
    long until = leases.leaseFromNow();
    Optional<Claim> claim =
        ledger.batches().claim(id, owner.toString(), settings.lease(), owner::knowsDead);
    if (claim.isEmpty()) {
      return null;
    }
    ActiveBatch batch = new ActiveBatch(claim.get(), ticker);
    batch.leased(until);
    active.put(id, batch);
    tryCredit(claim.get().batch().probe());
    LeaseKeeper.hear(batch, claim.get().batch());
    EventLog.claimed(id, batch.totals().done(), batch.batch().total(), before);
    return batch;
  }

  /** The batch was paused for want of credit: the first call tells whether there is some. */
  private void tryCredit(@Nullable CreditProbe probe) {
    if (probe != null
        && (probe.at().equals(CreditProbe.AT_ONCE) || !pace.isShut(probe.provider()))) {
      pace.probe(probe.provider(), probe.vain());
    }
  }

  /** This program, as it is named in the ledger. */
  public String self() {
    return owner.toString();
  }

  /** Batches of other programs, some of whose tasks run here. */
  public RemoteBatches guests() {
    return guests;
  }

  /** A batch that runs here, or some of whose tasks do. */
  public Optional<ActiveBatch> known(String id) {
    return find(id).or(() -> guests.find(id));
  }

  /** Whether nothing is being worked. */
  public boolean idle() {
    return active.isEmpty() && guests.isEmpty();
  }

  public Optional<ActiveBatch> find(String id) {
    return Optional.ofNullable(active.get(id));
  }

  public List<ActiveBatch> active() {
    return List.copyOf(active.values());
  }

  /** Accepted and unfinished batches that nobody works. */
  public List<String> workable() {
    return leaving
        ? List.of()
        : ledger.batches().workable(owner::knowsDead).stream()
            .map(BatchRecord::id)
            .filter(id -> !active.containsKey(id) && putOff.isDue(id))
            .toList();
  }

  /** Keeps the leases, and hears what is wanted of the batches. */
  public void tend() {
    leases.tend(active.values());
  }

  /** The account of a provider is out of credit: the batch is paused, its tasks stay undone. */
  public void outOfCredit(String id, CreditProbe next, String why) {
    String reason =
        "%s; it is tried again at %s, or by resume"
            .formatted(why, next.at().truncatedTo(ChronoUnit.SECONDS));
    known(id).ifPresent(batch -> batch.outOfCredit(next, reason));
  }

  /** A reply cost more than its bound: no further task begins. */
  public void breach(BatchContext context, String sentence) {
    EventLog.breach(context.batch(), sentence);
    LoggedWrites.change(
        ledger.money().breach(context.no(), Json.write(Map.of("breach", sentence))));
    known(context.batch()).ifPresent(batch -> batch.stop(StopRequest.BREACH, sentence));
  }

  /**
   * A run could not go on: for the ledger's sake, then its batch is put off; or in a way that
   * nobody foresaw, then it is paused rather than its tasks lost.
   */
  public void failed(ActiveBatch batch, Throwable failure) {
    if (failure instanceof LedgerException) {
      batch.stop(StopRequest.LEAVE, String.valueOf(failure.getMessage()));
      return;
    }
    EventLog.failed(batch.id(), failure);
    batch.stop(
        StopRequest.PAUSE,
        "an unexpected error: "
            + (failure.getMessage() == null ? failure.toString() : failure.getMessage()));
  }

  /** Decides how the work on a batch has ended, and writes that in the ledger. */
  public void end(ActiveBatch batch) throws InterruptedException {
    batch.awaitResultFiles();
    if (!leases.prolong(batch).mine()) {
      batch.stop(StopRequest.TAKEN_OVER, LeaseKeeper.TAKEN_OVER);
      throw new IllegalStateException(LeaseKeeper.TAKEN_OVER);
    }
    if (batch.batch().state().ended()) {
      return;
    }
    // What the ledger has counts: it may have refused a result.
    BatchRecord record = ledger.batches().find(batch.id()).orElseThrow();
    boolean allDone = record.totals().done() == record.total();
    BatchState state = allDone ? ended(batch) : BatchState.PAUSED;
    if (allDone || !batch.stopRequest().leavesBatchUnfinished()) {
      ledger
          .batches()
          .become(
              batch.id(),
              owner.toString(),
              batch.epoch(),
              state,
              state == BatchState.FINISHED ? null : batch.reason(),
              state == BatchState.PAUSED ? batch.probe() : null);
    }
  }

  private static BatchState ended(ActiveBatch batch) {
    return switch (batch.stopRequest()) {
      case CANCEL -> BatchState.CANCELLED;
      case BREACH -> BatchState.STOPPED;
      case NONE, PAUSE, REFUSED, PAUSE_BY_USER, LEAVE, CLAIM_AGAIN, TAKEN_OVER ->
          BatchState.FINISHED;
    };
  }

  /** Gives the lease back; the reports are written. */
  public void release(ActiveBatch batch) {
    // From here on its lease is given back, not lost.
    batch.stop(StopRequest.LEAVE, null);
    try {
      BatchRecord record = ledger.batches().find(batch.id()).orElseThrow();
      BatchState state = record.state();
      // The user may want it to go on by now: then it is free, else the ledger keeps it paused.
      boolean byUser = batch.stopRequest() == StopRequest.PAUSE_BY_USER;
      if (state.ended()) {
        ledger
            .batches()
            .reported(batch.id(), owner.toString(), batch.epoch(), batch.reportedCorrections());
      } else {
        ledger
            .batches()
            .release(
                batch.id(),
                owner.toString(),
                batch.epoch(),
                state == BatchState.PAUSED && !byUser ? state : BatchState.ACCEPTED,
                state == BatchState.PAUSED ? batch.reason() : null,
                state == BatchState.PAUSED ? batch.probe() : null);
      }
      putOff.worked(batch.id());
      EventLog.released(
          batch.id(), state, record.reason(), batch.totals(), record.totals().spent());
    } finally {
      active.remove(batch.id());
    }
  }

  /**
   * Gives back a batch that can't run now, for example because the disk is full. What is done is
   * kept; after a while the batch can be taken again.
   *
   * @param why as a sentence
   * @param passes whether the reason lies outside the program, such as a full disk. For any other
   *     reason the batch is tried only a few times and then paused; if all its tasks have ended,
   *     its reports are written at the next start
   */
  public void putOff(ActiveBatch batch, String why, boolean passes) {
    if (batch.stopRequest() == StopRequest.TAKEN_OVER) {
      LOG.warn("batch {}: {}; nothing of it is changed here", batch.id(), why);
      active.remove(batch.id());
      return;
    }
    boolean enough = !putOff.mayTryAgain(batch.id(), why, passes);
    try {
      BatchRecord record = ledger.batches().find(batch.id()).orElseThrow();
      boolean stays = record.state().ended() || record.state() == BatchState.PAUSED;
      if (enough && (record.state().ended() || record.wanted() == RequestedState.CANCEL)) {
        putOff.giveUp(batch.id(), why);
      }
      ledger
          .batches()
          .release(
              batch.id(),
              owner.toString(),
              batch.epoch(),
              stays ? record.state() : enough ? BatchState.PAUSED : BatchState.ACCEPTED,
              stays && !enough ? record.reason() : why,
              stays ? batch.probe() : null);
    } catch (LedgerException e) {
      LOG.debug("batch {}: its lease is left to expire", batch.id(), e);
    } finally {
      active.remove(batch.id());
    }
  }

  /** Returns why a batch is no longer tried before the next start; empty if it still is. */
  public Optional<String> givenUp(String id) {
    return Optional.ofNullable(putOff.givenUp(id));
  }

  /** Whether a batch that was put off is to be tried again; asked once. */
  public boolean isDueAgain(String id) {
    return !active.containsKey(id) && putOff.takeDue(id);
  }

  /** A batch that was put off can run again. */
  public void goesOnAgain(ActiveBatch batch) {
    if (putOff.remove(batch.id())) {
      LOG.info("batch {}: it goes on again", batch.id());
    }
  }

  /** No further task begins here; those that run finish. */
  public void leaveAll() {
    leaving = true;
    active.values().forEach(batch -> batch.stop(StopRequest.LEAVE, "the program stopped"));
    guests.leaveAll();
  }
}
