package org.batchrunner.batch.active;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.common.Ticker;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Claim;
import org.batchrunner.ledger.CreditProbe;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Totals;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/** A batch that runs here: its slots, its totals, and what is wanted of it. Thread-safe. */
public final class ActiveBatch {

  private final Monitor monitor = new Monitor();
  private final Claim claim;
  private final Suspicions suspicions = new Suspicions();
  private final AtomicLong resultsToWrite = new AtomicLong();
  private volatile BatchRecord record;
  private volatile BatchContext context;
  private final Ticker ticker;
  private volatile long leaseEnds;
  private volatile @Nullable CreditProbe probe;
  private volatile long reportedCorrections;
  private Totals totals;
  private StopRequest stop = StopRequest.NONE;
  private volatile @Nullable String reason;
  private int running;
  private long moneyChanges;

  public ActiveBatch(Claim claim, Ticker ticker) {
    this.claim = claim;
    this.ticker = ticker;
    this.leaseEnds = ticker.nanos() + Long.MAX_VALUE / 2;
    this.record = claim.batch();
    this.totals = record.totals();
    this.context = contextOf(record);
    this.reportedCorrections = record.corrections();
  }

  private BatchContext contextOf(BatchRecord batch) {
    return new BatchContext(
        batch.id(), batch.no(), claim.epoch(), batch.mode(), batch.options(), batch.corpusHash());
  }

  public String id() {
    return record.id();
  }

  public BatchRecord batch() {
    return record;
  }

  public BatchContext context() {
    return context;
  }

  public Options options() {
    return record.options();
  }

  public long epoch() {
    return claim.epoch();
  }

  /** Takes over what has been changed in the ledger, such as a raised cap. */
  public void refresh(BatchRecord fresh) {
    signal(
        () -> {
          record = fresh;
          context = contextOf(fresh);
          moneyChanges++;
        });
  }

  /** Whether the task had a result when the batch was taken. */
  public boolean done(int seq) {
    BitSet done = claim.done();
    return done.get(seq);
  }

  /** What earlier attempts at unfinished tasks have cost. */
  public Map<Integer, Claim.Prior> prior() {
    return claim.prior();
  }

  /** Why and how it is to stop. */
  public StopRequest stopRequest() {
    return monitor.read(() -> stop);
  }

  public @Nullable String reason() {
    return reason;
  }

  /**
   * Asks it to stop. The first request stays, unless the batch is to be cancelled, or another
   * program has it.
   */
  public void stop(StopRequest request, @Nullable String why) {
    signal(
        () -> {
          if (stop == StopRequest.NONE
              || request == StopRequest.TAKEN_OVER
              || (request == StopRequest.CANCEL && stop != StopRequest.TAKEN_OVER)) {
            stop = request;
            reason = why;
          }
        });
  }

  /** Failures that may be every row's. */
  public Suspicions suspicions() {
    return suspicions;
  }

  /** Whether rows of it have ended well, under this lease or before. */
  public boolean worked() {
    Map<Status, Long> ended = totals().byStatus();
    return ended.getOrDefault(Status.PUBLISHED, 0L) > 0
        || ended.getOrDefault(Status.ADVISORY_ONLY, 0L) > 0;
  }

  /** Whether a call found the account out of credit since the batch was taken. */
  public boolean outOfCredit() {
    return probe != null;
  }

  /** When it is tried whether there is credit again; null if the account is not out of it. */
  @Nullable CreditProbe probe() {
    return probe;
  }

  public void outOfCredit(CreditProbe next, String why) {
    probe = next;
    stop(StopRequest.PAUSE, why);
  }

  /** Whether the batch is to be claimed again at once. Named by the route {@code close}. */
  public boolean anew() {
    return stopRequest() == StopRequest.CLAIM_AGAIN;
  }

  /** Whether a task that has not begun may begin. */
  public boolean goesOn() {
    return stopRequest().letsTasksBegin();
  }

  /** Whether a task that runs may begin another call, or another attempt at one. */
  public boolean letsCallsBegin() {
    return !outOfCredit() && stopRequest().letsCallsBegin();
  }

  /**
   * The lease was taken or prolonged. Once it may have run out no task begins, since another
   * program may have the batch: this one may have stood still.
   *
   * @param until of the ticker
   */
  void leased(long until) {
    boolean late = ticker.nanos() - leaseEnds >= 0;
    leaseEnds = until;
    if (late) {
      signal(() -> {});
    }
  }

  /** Whether the lease has surely not run out. */
  public boolean onLease() {
    return ticker.nanos() - leaseEnds < 0;
  }

  /** Waits until the lease is sure again, or the batch is left. */
  public void awaitLease() throws InterruptedException {
    monitor.awaitWhile(() -> !onLease() && stop.letsCallsBegin());
  }

  /** Takes a slot. Call {@link #hasSlot} first, from the only thread that takes slots. */
  public void begin() {
    monitor.changeQuietly(() -> running++);
  }

  public boolean hasSlot() {
    return freeSlots() > 0;
  }

  public int freeSlots() {
    return monitor.read(
        () -> onLease() ? Math.max(0, record.options().concurrency() - running) : 0);
  }

  public int running() {
    return monitor.read(() -> running);
  }

  /**
   * A task that was handed out has ended.
   *
   * @param result null if it was left undone
   */
  public void ended(@Nullable Result result) {
    signal(
        () -> {
          if (result != null) {
            totals = totals.plus(result);
          }
          running--;
          moneyChanges++;
        });
  }

  public Totals totals() {
    return monitor.read(() -> totals);
  }

  /** The corrections of results that its files in the outbox tell, as far as they are written. */
  public long reportedCorrections() {
    return reportedCorrections;
  }

  public void reportedCorrections(long corrections) {
    reportedCorrections = corrections;
  }

  /** A result is on its way to the outbox. */
  public void resultToWrite() {
    resultsToWrite.incrementAndGet();
  }

  /** A result has been written to the outbox. */
  public void resultWritten() {
    if (resultsToWrite.decrementAndGet() == 0) {
      signal(() -> {});
    }
  }

  /** Waits until all results are in the outbox. */
  public void awaitResultFiles() throws InterruptedException {
    monitor.awaitWhile(() -> resultsToWrite.get() > 0);
  }

  /** Counts all changes: what to hand to {@link #awaitChange}. */
  public long changes() {
    return monitor.changes();
  }

  /** Counts the changes that may have freed money: ended tasks, a changed cap. */
  public long moneyChanges() {
    return monitor.read(() -> moneyChanges);
  }

  /** Waits until something has changed since {@code seen}, a second at most. */
  public void awaitChange(long seen) throws InterruptedException {
    monitor.awaitChange(seen);
  }

  public void signal(Runnable change) {
    monitor.change(change);
  }
}
