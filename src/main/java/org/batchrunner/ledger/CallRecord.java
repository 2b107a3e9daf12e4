package org.batchrunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Phase;
import org.batchrunner.task.Reply.Finish;
import org.jspecify.annotations.Nullable;

/**
 * A call as it is in the ledger.
 *
 * @param no 1, 2, 3 ... within its task
 * @param cost what it is known to have cost; its worst case if at risk
 * @param replyModel as the reply names it
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
    long latencyMs) {

  private static final String COLUMNS =
      "SELECT seq, no, phase, provider, model, state, worst, cost, reply_model, input, cache_read,"
          + " cache_write, cache_write_1h, output, finish, http_status, request_id, error,"
          + " intended_at, ended_at, latency_ms FROM call WHERE batch = ? AND ";

  static final String SELECT = COLUMNS + "seq = ? ORDER BY no";

  /** Those after a call, in their order. */
  static final String AFTER = COLUMNS + "(seq, no) > (?, ?) ORDER BY seq, no LIMIT ?";

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
        row.getLong("latency_ms"));
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
