package org.batchrunner.ledger;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.batchrunner.common.Json;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Result;
import org.batchrunner.task.Reuse;
import org.batchrunner.task.Status;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/** What users want of a batch, whoever works it. */
final class UserRequests {

  private static final String WANT =
      "UPDATE batch SET wanted = ?, state = ?, reason = ?, probe_at = ?, vain_probes = ?"
          + " WHERE no = ?";
  private static final String OPTIONS =
      "UPDATE batch SET options = ?, options_version = options_version + 1 WHERE no = ?";
  private static final String CAPS =
      "UPDATE account SET cap_mode = ?, cap = ?, revision = revision + 1 WHERE batch = ?";
  private static final String REOPEN =
      "UPDATE batch SET state = 'accepted', reason = NULL, wanted = 'run', reported = 0,"
          + " finished_at = NULL WHERE no = ?";

  /**
   * A model that was asked in the task of a reply and gave none: what it says may change the end.
   */
  private static final String UNANSWERED =
      "EXISTS (SELECT 1 FROM call lost WHERE lost.batch = reply.batch AND lost.seq = reply.seq"
          + " AND NOT EXISTS (SELECT 1 FROM reply given JOIN call answered ON"
          + " answered.batch = given.batch AND answered.seq = given.seq AND answered.no = given.no"
          + " WHERE given.batch = lost.batch AND given.seq = lost.seq AND answered.phase = lost.phase"
          + " AND answered.provider = lost.provider AND answered.model = lost.model))";

  /**
   * Replies that are not used again when their task is tried again: those that are no whole answer,
   * and all of a task whose models have all answered without a draft that was fit.
   */
  private static final String RETIRE =
      "UPDATE reply SET content_key = '', key_hash = ? WHERE batch = ? AND seq IN (SELECT seq FROM"
          + " task WHERE batch = ? AND status IN (%s)) AND (text = '\"\"' OR (seq IN (SELECT seq FROM"
          + " task WHERE batch = ? AND status = '%s') AND NOT "
          + UNANSWERED
          + ") OR EXISTS (SELECT 1 FROM call WHERE"
          + " call.batch = reply.batch AND call.seq = reply.seq AND call.no = reply.no AND"
          + " call.finish <> 'STOP'))";

  private final Clock clock;

  UserRequests(Clock clock) {
    this.clock = clock;
  }

  BatchRecord want(
      WriteSession session,
      String id,
      RequestedState wanted,
      @Nullable String reason,
      Predicate<String> ownerIsDead)
      throws SQLException {
    BatchRecord batch = BatchRows.locked(session, id);
    if (batch.state().ended()) {
      throw refused(batch, "is " + batch.state().wire(), wanted);
    }
    if (batch.wanted() == RequestedState.CANCEL && wanted != RequestedState.CANCEL) {
      throw refused(batch, "is being cancelled", wanted);
    }
    BatchState state = next(batch, wanted, ownerIsDead);
    if (state != batch.state()) {
      Leases.require(batch, state);
    }
    CreditProbe probe = probe(batch, wanted);
    boolean waitsNoMore = probe != null && wanted == RequestedState.PAUSE;
    session.update(
        WANT,
        wanted.wire(),
        state.wire(),
        state == batch.state() && !waitsNoMore ? batch.reason() : SqlText.plain(reason),
        probe == null ? null : probe.at().toEpochMilli(),
        probe == null ? 0 : probe.vain(),
        batch.no());
    return session.first(BatchRows.BY_ID, BatchRows::read, id).orElseThrow();
  }

  /** Who resumes a batch that waits for credit says that there is some. */
  private static @Nullable CreditProbe probe(BatchRecord batch, RequestedState wanted) {
    CreditProbe probe = batch.probe();
    boolean says = wanted == RequestedState.RUN && batch.state() == BatchState.PAUSED;
    return probe != null && says
        ? new CreditProbe(CreditProbe.AT_ONCE, probe.provider(), 0)
        : probe;
  }

  private BatchState next(BatchRecord batch, RequestedState wanted, Predicate<String> ownerIsDead) {
    if (wanted == RequestedState.RUN && batch.state() == BatchState.PAUSED) {
      return BatchState.ACCEPTED; // also while the program that paused it still writes its reports
    }
    if (!Leases.free(batch, clock.instant(), ownerIsDead)) {
      return batch.state();
    }
    return switch (wanted) {
      case RUN, CANCEL -> batch.state();
      case PAUSE -> BatchState.PAUSED;
    };
  }

  private static LedgerException refused(BatchRecord batch, String is, RequestedState wanted) {
    String done =
        switch (wanted) {
          case RUN -> "resumed";
          case PAUSE -> "paused";
          case CANCEL -> "cancelled";
        };
    return new LedgerException("batch %s %s and can't be %s".formatted(batch.id(), is, done));
  }

  BatchRecord options(WriteSession session, String id, Options options) throws SQLException {
    BatchRecord batch = BatchRows.locked(session, id);
    session.update(OPTIONS, Json.write(options), batch.no());
    session.update(CAPS, options.capMode().name(), options.perBatchCap().nanos(), batch.no());
    return session.first(BatchRows.BY_ID, BatchRows::read, id).orElseThrow();
  }

  /** The number of tasks that are pending again; with none, nothing changes. */
  int reopen(WriteSession session, String id, Collection<Status> statuses) throws SQLException {
    BatchRecord batch = BatchRows.locked(session, id);
    if (!batch.state().ended()) {
      throw new LedgerException(
          "batch %s is %s: only a batch that has ended can be tried again"
              .formatted(id, batch.state().wire()));
    }
    if (batch.leaseOwner() != null && batch.leased(clock.instant())) {
      throw new LedgerException(
          "the reports of batch %s are being written; try again in a moment".formatted(id));
    }
    Set<Status> again = Set.copyOf(statuses);
    if (again.isEmpty() || again.contains(Status.PENDING)) {
      throw new IllegalArgumentException("not statuses to try again: " + statuses);
    }
    String in =
        again.stream().map(status -> "'" + status.wire() + "'").collect(Collectors.joining(", "));
    Reuse forgotten = reuse(session, batch.no(), in);
    session.update(
        RETIRE.formatted(in, Status.NONE.wire()),
        SqlText.hash(""),
        batch.no(),
        batch.no(),
        batch.no());
    session.update(
        "DELETE FROM result WHERE batch = ? AND seq IN"
            + " (SELECT seq FROM task WHERE batch = ? AND status IN (%s))".formatted(in),
        batch.no(),
        batch.no());
    int reopened =
        session.update(
            "UPDATE task SET status = 'pending', cost = 0, duration_ms = 0, provider = NULL,"
                + " model = NULL, prompt_tokens = 0, completion_tokens = 0, ended_at = NULL"
                + " WHERE batch = ? AND status IN (%s)".formatted(in),
            batch.no());
    if (reopened > 0) {
      session.update(
          "UPDATE account SET revision = revision + 1, breach = NULL, reused = reused - ?,"
              + " saved = saved - ?, %s, %s, %s, %s WHERE batch = ?"
                  .formatted(
                      again.stream()
                          .map(status -> StatusColumns.column(status) + " = 0")
                          .collect(Collectors.joining(", ")),
                      sum("cost"),
                      sum("prompt_tokens"),
                      sum("completion_tokens")),
          forgotten.calls(),
          forgotten.saved().nanos(),
          batch.no());
      session.update(REOPEN, batch.no());
    }
    return reopened;
  }

  /** What the results of these statuses counted as reused. */
  private static Reuse reuse(WriteSession session, long batch, String statuses)
      throws SQLException {
    List<Result> results =
        session.list(
            ("SELECT json FROM result JOIN task ON task.batch = result.batch AND task.seq ="
                    + " result.seq WHERE result.batch = ? AND task.status IN (%s)"
                    + " AND json LIKE '%%\"reuse\":%%'")
                .formatted(statuses),
            (row, n) -> Json.read(row.getString(1), Result.class),
            batch);
    int calls = 0;
    Dollars saved = Dollars.ZERO;
    for (Result result : results) {
      if (result.reuse() != null) {
        calls += result.reuse().calls();
        saved = saved.plus(result.reuse().saved());
      }
    }
    return new Reuse(calls, saved);
  }

  private static String sum(String column) {
    return "%s = (SELECT coalesce(sum(%s), 0) FROM task WHERE task.batch = account.batch)"
        .formatted(column, "task." + column);
  }
}
