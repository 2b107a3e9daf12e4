package org.batchrunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Phase;
import org.batchrunner.task.Reply.Finish;
import org.batchrunner.task.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A call in the ledger.
 *
 * @param no 1, 2, 3 ... within its task
 * @param cost the known cost; the worst case if the call is at risk
 * @param replyModel as the reply names it; null if there was none
 * @param progress how far it got
 */
public record CallRecord(
    int seq,
    int no,
    Phase phase,
    ModelId model,
    CallState state,
    Dollars worst,
    Dollars cost,
    @Nullable String replyModel,
    @Nullable Tokens tokens,
    @Nullable Finish finish,
    @Nullable Integer httpStatus,
    @Nullable String requestId,
    @Nullable String error,
    Instant intendedAt,
    @Nullable Instant endedAt,
    long latencyMs,
    CallProgress progress) {

  private static final double MILLIS_PER_SECOND = 1000;

  static final String SELECT_ALL =
      "SELECT seq, no, phase, provider, model, state, worst, cost, reply_model, input, cache_read,"
          + " cache_write, cache_write_1h, output, finish, http_status, request_id, error,"
          + " intended_at, ended_at, latency_ms, progress FROM call WHERE batch = ? AND ";

  static final String SELECT = SELECT_ALL + "seq = ? ORDER BY no";

  /** Selects the calls after a given one, in their order. */
  static final String AFTER = SELECT_ALL + "(seq, no) > (?, ?) ORDER BY seq, no LIMIT ?";

  static CallRecord read(ResultSet row, int n) throws SQLException {
    String finish = row.getString("finish");
    int status = row.getInt("http_status");
    Integer httpStatus = row.wasNull() ? null : Integer.valueOf(status);
    return new CallRecord(
        row.getInt("seq"),
        row.getInt("no"),
        Phase.of(row.getString("phase")),
        new ModelId(row.getString("provider"), row.getString("model")),
        CallState.of(row.getString("state")),
        BatchRows.dollars(row, "worst"),
        BatchRows.dollars(row, "cost"),
        row.getString("reply_model"),
        tokens(row),
        finish == null ? null : Finish.valueOf(finish),
        httpStatus,
        row.getString("request_id"),
        row.getString("error"),
        Instant.ofEpochMilli(row.getLong("intended_at")),
        BatchRows.instant(row, "ended_at"),
        row.getLong("latency_ms"),
        CallProgress.of(row.getString("progress")));
  }

  /** Returns this call after a settlement. */
  CallRecord settled(Settlement settlement, Dollars newCost) {
    return new CallRecord(
        seq,
        no,
        phase,
        model,
        settlement.state(),
        worst,
        newCost,
        settlement.replyModel(),
        settlement.tokens(),
        settlement.finish(),
        settlement.httpStatus(),
        settlement.requestId(),
        settlement.error(),
        intendedAt,
        endedAt,
        settlement.latencyMs(),
        settlement.progress());
  }

  /** Returns this call after its money was given back. */
  CallRecord released() {
    return new CallRecord(
        seq,
        no,
        phase,
        model,
        CallState.RELEASED,
        worst,
        Dollars.ZERO,
        replyModel,
        tokens,
        finish,
        httpStatus,
        requestId,
        error,
        intendedAt,
        endedAt,
        latencyMs,
        progress);
  }

  /** Returns its row of the bill; empty if it was not answered. */
  public Optional<Usage> usage() {
    if (state != CallState.SETTLED && replyModel == null) {
      return Optional.empty();
    }
    Tokens used = tokens == null ? Tokens.NONE : tokens;
    return Optional.of(
        new Usage(
            phase,
            model.provider(),
            replyModel == null ? model.model() : replyModel,
            used.prompt(),
            used.cacheRead(),
            used.output(),
            state == CallState.SETTLED ? cost : Dollars.ZERO,
            latencyMs / MILLIS_PER_SECOND,
            state == CallState.AT_RISK && !cost.isZero() ? cost : null));
  }

  static @Nullable Tokens tokens(ResultSet row) throws SQLException {
    long input = row.getLong("input");
    return row.wasNull()
        ? null
        : new Tokens(
            input,
            row.getLong("cache_read"),
            row.getLong("cache_write"),
            row.getLong("cache_write_1h"),
            row.getLong("output"));
  }
}
