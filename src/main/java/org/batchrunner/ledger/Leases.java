package org.batchrunner.ledger;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.batchrunner.task.BatchState;
import org.jspecify.annotations.Nullable;

/** Manages the leases of batches: which program runs which batch. */
final class Leases {

  private static final String CALLS_AT_RISK =
      "UPDATE call SET state = 'at_risk', cost = worst, ended_at = ?,"
          + " error = 'the program ended before its reply', progress = 'unknown' WHERE batch = ? AND state = 'intended'";
  private static final String TASKS_FREED =
      "UPDATE task SET held = 0, drawn = 0, open_calls = 0, settled = "
          + calls("settled", " AND call.seq = task.seq", "task")
          + ", at_risk = "
          + calls("at_risk", " AND call.seq = task.seq", "task")
          + " WHERE batch = ? AND (held > 0 OR open_calls > 0)";
  private static final String ACCOUNT_RECKONED =
      "UPDATE account SET epoch = epoch + 1, revision = revision + 1, held = 0, settled = "
          + calls("settled", "", "account")
          + ", at_risk = "
          + calls("at_risk", "", "account")
          + " WHERE batch = ?";
  private static final String TAKE =
      "UPDATE batch SET state = ?, reason = ?, started_at = coalesce(started_at, ?),"
          + " lease_owner = ?, lease_until = ? WHERE no = ?";
  private static final String BEAT = "UPDATE batch SET lease_until = ? WHERE no = ?";
  private static final String END =
      "UPDATE batch SET state = ?, reason = ?, finished_at = ?, reported = ?, lease_owner = ?,"
          + " lease_until = ?, probe_at = ?, probe_provider = ?, vain_probes = ? WHERE no = ?";

  private final Clock clock;

  Leases(Clock clock) {
    this.clock = clock;
  }

  private static String calls(String state, String more, String of) {
    return "(SELECT coalesce(sum(cost), 0) FROM call WHERE call.batch = %s.batch%s AND state = '%s')"
        .formatted(of, more, state);
  }

  /** Claims a batch and cleans up what its last owner left; empty if it can't be claimed. */
  Optional<BatchRecord> claim(
      WriteSession session, String id, String owner, Duration lease, Predicate<String> ownerIsDead)
      throws SQLException {
    BatchRecord batch = BatchRows.locked(session, id);
    Instant now = clock.instant();
    if (!claimable(batch, now) || !free(batch, now, ownerIsDead)) {
      return Optional.empty();
    }
    session.update(CALLS_AT_RISK, now.toEpochMilli(), batch.no());
    session.update(TASKS_FREED, batch.no());
    session.update(ACCOUNT_RECKONED, batch.no());
    TaskClaims.forget(session, batch.no());
    session.update(
        TAKE,
        batch.state().ended() ? batch.state().wire() : BatchState.RUNNING.wire(),
        batch.state().ended() ? batch.reason() : null,
        now.toEpochMilli(),
        owner,
        now.plus(lease).toEpochMilli(),
        batch.no());
    return session.first(BatchRows.BY_ID, BatchRows::read, id);
  }

  static boolean claimable(BatchRecord batch, Instant now) {
    return switch (batch.state()) {
      case ACCEPTED, RUNNING -> true;
      case PAUSED ->
          switch (batch.wanted()) {
            case RUN -> batch.probe() != null && batch.probe().due(now);
            case PAUSE -> false;
            case CANCEL -> true;
          };
      case STOPPED, CANCELLED, FINISHED -> !batch.reported();
    };
  }

  static boolean free(BatchRecord batch, Instant now, Predicate<String> ownerIsDead) {
    String owner = batch.leaseOwner();
    return owner == null || !batch.leased(now) || ownerIsDead.test(owner);
  }

  HeartbeatReply heartbeat(
      WriteSession session, String id, String owner, long epoch, Duration lease)
      throws SQLException {
    BatchRecord batch = BatchRows.locked(session, id);
    boolean mine = mine(batch, owner, epoch);
    if (mine) {
      session.update(BEAT, clock.instant().plus(lease).toEpochMilli(), batch.no());
    }
    return new HeartbeatReply(mine, batch.wanted(), batch.optionsVersion());
  }

  private static boolean mine(BatchRecord batch, String owner, long epoch) {
    return owner.equals(batch.leaseOwner()) && epoch == batch.epoch();
  }

  /** The batch, which is the owner's. */
  private static BatchRecord held(WriteSession session, String id, String owner, long epoch)
      throws SQLException {
    BatchRecord batch = BatchRows.locked(session, id);
    if (!mine(batch, owner, epoch)) {
      throw new LeaseLostException(id, owner);
    }
    return batch;
  }

  /**
   * Changes the state.
   *
   * @param keep whether the lease is kept
   */
  BatchRecord become(
      WriteSession session,
      String id,
      String owner,
      long epoch,
      BatchState wished,
      @Nullable String reason,
      @Nullable CreditProbe probe,
      boolean keep)
      throws SQLException {
    BatchRecord batch = held(session, id, owner, epoch);
    boolean pause = batch.wanted() == RequestedState.PAUSE;
    boolean resumed = !keep && !pause && batch.state() == BatchState.ACCEPTED;
    BatchState state = wished;
    if (wished == BatchState.ACCEPTED && pause) {
      state = BatchState.PAUSED;
    } else if (wished == BatchState.PAUSED && resumed) {
      state = BatchState.ACCEPTED;
    }
    if (state != batch.state()) {
      require(batch, state);
    }
    Instant finished = state.ended() ? clock.instant() : null;
    Instant ended = batch.finishedAt() != null ? batch.finishedAt() : finished;
    session.update(
        END,
        state.wire(),
        state == BatchState.ACCEPTED ? null : SqlText.plain(reason),
        ended == null ? null : ended.toEpochMilli(),
        batch.reported() ? 1 : 0,
        keep ? owner : null,
        keep ? batch.leaseUntil().toEpochMilli() : 0L,
        probe == null ? null : probe.at().toEpochMilli(),
        probe == null ? null : probe.provider(),
        probe == null ? 0 : probe.vain(),
        batch.no());
    return session.first(BatchRows.BY_ID, BatchRows::read, id).orElseThrow();
  }

  /**
   * Notes that the reports are written, so that the batch needs no program any more, unless results
   * were corrected meanwhile.
   *
   * @param corrections as they were when the reports were begun
   */
  BatchRecord reported(WriteSession session, String id, String owner, long epoch, long corrections)
      throws SQLException {
    BatchRecord batch = held(session, id, owner, epoch);
    if (!batch.state().ended()) {
      throw new LedgerException(
          "batch %s is %s: it has no report yet".formatted(id, batch.state().wire()));
    }
    TaskClaims.forget(session, batch.no());
    session.update(
        "UPDATE batch SET reported = ?, lease_owner = NULL, lease_until = 0 WHERE no = ?",
        batch.corrections() == corrections ? 1 : 0,
        batch.no());
    return session.first(BatchRows.BY_ID, BatchRows::read, id).orElseThrow();
  }

  /** Does the same as {@link #reported} for a batch that no program runs. */
  boolean reportedAgain(WriteSession session, String id, long corrections) throws SQLException {
    BatchRecord batch = BatchRows.locked(session, id);
    boolean running = batch.leaseOwner() != null && batch.leased(clock.instant());
    return batch.state().ended()
        && !running
        && batch.corrections() == corrections
        && session.update("UPDATE batch SET reported = 1 WHERE no = ?", batch.no()) == 1;
  }

  static void require(BatchRecord batch, BatchState next) {
    if (!batch.state().mayBecome(next)) {
      throw new LedgerException(
          "batch %s is %s and can't become %s"
              .formatted(batch.id(), batch.state().wire(), next.wire()));
    }
  }
}
