package org.batchrunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.batchrunner.ledger.Claim.Prior;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Status;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/**
 * Stores batches, their states and their leases. Methods that change a batch wait until the change
 * is durable, so they must not be called from a callback of a future of {@link MoneyLedger}. An
 * unknown id causes a {@link LedgerException}.
 */
public final class BatchStore {

  private static final String WORKABLE =
      BatchRows.SELECT
          + " WHERE state IN ('accepted', 'running') OR (state = 'paused'"
          + " AND (wanted = 'cancel' OR (wanted = 'run' AND probe_at <= ?)))"
          + " OR (state IN ('stopped', 'cancelled', 'finished') AND reported = 0) ORDER BY no";
  private static final String DONE = "SELECT seq FROM task WHERE batch = ? AND status <> 'pending'";
  private static final String PRIOR =
      "SELECT seq, settled, at_risk, calls FROM task"
          + " WHERE batch = ? AND status = 'pending' AND calls > 0";

  private final Writer writer;
  private final Reader reader;
  private final Clock clock;
  private final Leases leases;
  private final UserRequests wishes;

  BatchStore(Writer writer, Reader reader, Clock clock) {
    this.writer = writer;
    this.reader = reader;
    this.clock = clock;
    this.leases = new Leases(clock);
    this.wishes = new UserRequests(clock);
  }

  /**
   * Returns the batch of a file: that of the same drop, else an unfinished one with the same
   * content, options and mode, else a new one.
   *
   * @param drop null if the file does not lie in an inbox
   */
  public Accepted accept(NewBatch batch, @Nullable InboxFile drop) {
    return alone(new AcceptanceStore(batch, drop, clock.millis()));
  }

  /** The batch of a file that was accepted and has not left the inbox yet. */
  public Optional<BatchRecord> dropped(InboxFile drop) {
    return reader.first(BatchRows.BY_DROP, BatchRows::read, AcceptanceStore.key(drop));
  }

  /** Notes that the file has left the inbox; if it is seen again, it is a new drop. */
  public void moved(InboxFile drop) {
    int unused =
        alone(
            session ->
                session.update(
                    "DELETE FROM acceptance WHERE path = ? AND file_key = ? AND sha256 = ?",
                    AcceptanceStore.key(drop)));
  }

  public Optional<BatchRecord> find(String id) {
    return reader.first(BatchRows.BY_ID, BatchRows::read, id);
  }

  /**
   * Lists batches, newest first.
   *
   * @param states empty for all
   */
  public Page<BatchRecord> list(Set<BatchState> states, int offset, int limit) {
    return list(new BatchFilter(states, null, null, null), offset, limit);
  }

  /** Lists the batches that match the filter, newest first. */
  public Page<BatchRecord> list(BatchFilter filter, int offset, int limit) {
    List<Object> values = new ArrayList<>();
    String where = filter.where(values);
    long total =
        reader
            .list(
                "SELECT count(*) FROM batch" + where, (row, n) -> row.getLong(1), values.toArray())
            .get(0);
    values.add(limit);
    values.add(offset);
    return new Page<>(
        reader.list(
            BatchRows.SELECT + where + " ORDER BY no DESC LIMIT ? OFFSET ?",
            BatchRows::read,
            values.toArray()),
        total);
  }

  /** Returns the totals over all batches. */
  public Overview overview() {
    Map<BatchState, Long> states = new EnumMap<>(BatchState.class);
    reader.each(
        "SELECT state, count(*) n FROM batch GROUP BY state",
        row -> states.put(BatchState.of(row.getString("state")), row.getLong("n")));
    return reader.list(StatusColumns.OVERVIEW, (row, n) -> overview(row, states)).get(0);
  }

  private static Overview overview(ResultSet row, Map<BatchState, Long> states)
      throws SQLException {
    Map<Status, Long> tasks = new EnumMap<>(Status.class);
    for (Status status : StatusColumns.ENDINGS) {
      tasks.put(status, row.getLong(StatusColumns.column(status)));
    }
    return new Overview(
        states,
        tasks,
        BatchRows.dollars(row, "settled"),
        BatchRows.dollars(row, "at_risk"),
        BatchRows.dollars(row, "held"));
  }

  /**
   * Returns the batches that wait to be claimed, oldest first: accepted and unfinished ones,
   * cancelled ones whose tasks have no status yet, those whose credit probe is due, and ended ones
   * without reports.
   *
   * @param ownerIsDead whether the owner of a lease is known to be gone
   */
  public List<BatchRecord> workable(Predicate<String> ownerIsDead) {
    Instant now = clock.instant();
    return reader.list(WORKABLE, BatchRows::read, now.toEpochMilli()).stream()
        .filter(batch -> Leases.free(batch, now, ownerIsDead))
        .toList();
  }

  /**
   * Claims a batch, if no other program holds it. Calls that were in progress are then at risk at
   * their worst case, and money that was held is free. A batch that has ended keeps its state,
   * since only its reports are missing.
   */
  public Optional<Claim> claim(
      String id, String owner, Duration lease, Predicate<String> ownerIsDead) {
    return alone(session -> leases.claim(session, id, owner, lease, ownerIsDead)).map(this::claim);
  }

  private Claim claim(BatchRecord batch) {
    BitSet done = new BitSet(batch.total() + 1);
    Map<Integer, Prior> prior = new HashMap<>();
    reader.each(DONE, row -> done.set(row.getInt(1)), batch.no());
    reader.each(
        PRIOR,
        row ->
            prior.put(
                row.getInt("seq"),
                new Prior(
                    BatchRows.dollars(row, "settled"),
                    BatchRows.dollars(row, "at_risk"),
                    row.getInt("calls"))),
        batch.no());
    return new Claim(batch, done, prior);
  }

  /** Prolongs a lease. */
  public HeartbeatReply heartbeat(String id, String owner, long epoch, Duration lease) {
    return alone(session -> leases.heartbeat(session, id, owner, epoch, lease));
  }

  /**
   * Gives up the lease of a batch. If the user has requested a pause, the state {@code accepted}
   * becomes {@code paused}.
   *
   * @throws LeaseLostException if another program has claimed it
   * @throws LedgerException if it can't change to that state
   */
  public BatchRecord release(
      String id, String owner, long epoch, BatchState state, @Nullable String reason) {
    return release(id, owner, epoch, state, reason, null);
  }

  /**
   * The same.
   *
   * @param probe where the batch waits for an account to have credit again
   */
  public BatchRecord release(
      String id,
      String owner,
      long epoch,
      BatchState state,
      @Nullable String reason,
      @Nullable CreditProbe probe) {
    return alone(session -> leases.become(session, id, owner, epoch, state, reason, probe, false));
  }

  /**
   * Changes the state of a batch and keeps its lease, so that its reports can be written.
   *
   * @throws LeaseLostException if another program has claimed it
   * @throws LedgerException if it can't change to that state
   */
  public BatchRecord become(
      String id, String owner, long epoch, BatchState state, @Nullable String reason) {
    return become(id, owner, epoch, state, reason, null);
  }

  /**
   * The same.
   *
   * @param probe where the batch waits for an account to have credit again
   */
  public BatchRecord become(
      String id,
      String owner,
      long epoch,
      BatchState state,
      @Nullable String reason,
      @Nullable CreditProbe probe) {
    return alone(session -> leases.become(session, id, owner, epoch, state, reason, probe, true));
  }

  /**
   * Notes that the reports of a batch are written, and ends its lease. If results were corrected
   * meanwhile, the reports have to be written again.
   *
   * @param corrections of the batch as the reports tell it
   * @throws LeaseLostException if another program has claimed it
   */
  public BatchRecord reported(String id, String owner, long epoch, long corrections) {
    return alone(session -> leases.reported(session, id, owner, epoch, corrections));
  }

  /**
   * Notes that the reports of a batch that no program runs were written again.
   *
   * @param corrections of the batch as the reports tell it
   * @return false if a program runs the batch, or results were corrected meanwhile
   */
  public boolean reportedAgain(String id, long corrections) {
    return alone(session -> leases.reportedAgain(session, id, corrections));
  }

  /**
   * Stores a request of the user. If no program runs the batch, a pause or resume takes effect at
   * once; a cancelled batch has to be claimed first, so that its tasks get their status.
   *
   * @throws LedgerException if the batch has ended or is being cancelled
   */
  public BatchRecord want(String id, RequestedState wanted, @Nullable String reason) {
    return want(id, wanted, reason, owner -> false);
  }

  /**
   * The same.
   *
   * @param ownerIsDead whether a program that holds a lease is known to be gone
   */
  public BatchRecord want(
      String id, RequestedState wanted, @Nullable String reason, Predicate<String> ownerIsDead) {
    return alone(session -> wishes.want(session, id, wanted, reason, ownerIsDead));
  }

  /** Changes the options of a batch, including its caps. */
  public BatchRecord options(String id, Options options) {
    return alone(session -> wishes.options(session, id, options));
  }

  /**
   * Reopens an ended batch: the tasks with these statuses are pending again. Money that was spent
   * on them stays spent.
   *
   * @return the number of these tasks; with none, nothing changes
   */
  public int reopen(String id, Collection<Status> statuses) {
    return alone(session -> wishes.reopen(session, id, statuses));
  }

  private <T> T alone(WriteRequest.Sole<T> change) {
    return Ledger.await(writer.submitAlone(change));
  }
}
