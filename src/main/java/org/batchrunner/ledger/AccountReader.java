package org.batchrunner.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.batchrunner.common.Json;
import org.batchrunner.money.Budget;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.CapMode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.jspecify.annotations.Nullable;

/** Reads accounts, tasks and calls within the writer's transaction. */
final class AccountReader implements AccountSource {

  private static final String ACCOUNT =
      "SELECT epoch, revision, cap_mode, cap, settled, at_risk, held, cost, prompt_tokens,"
          + " completion_tokens, breach, reused, saved, released, corrections, "
          + StatusColumns.COLUMNS
          + " FROM account WHERE batch = ?";
  private static final String HIGHEST = "SELECT coalesce(max(seq), 0) FROM task WHERE batch = ?";
  private static final String TASK =
      "SELECT id, status, cap, settled, at_risk, held, drawn, calls, open_calls FROM task"
          + " WHERE batch = ? AND seq = ?";
  private static final String OPEN_CALLS =
      "SELECT no, worst FROM call WHERE batch = ? AND seq = ? AND state = 'intended'";
  private static final String CALL =
      "SELECT state, worst FROM call WHERE batch = ? AND seq = ? AND no = ?";

  private static final String RESULT = "SELECT json FROM result WHERE batch = ? AND seq = ?";

  private final WriteSession session;

  AccountReader(WriteSession session) {
    this.session = session;
  }

  /** Locks the account for the rest of the transaction. */
  @Nullable Account account(long batch) throws SQLException {
    PreparedStatement select = session.prepared(ACCOUNT + session.dialect.forUpdate());
    select.setLong(1, batch);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      int[] counts = new int[Account.STATUSES];
      int column = 16;
      for (Status status : StatusColumns.ENDINGS) {
        counts[status.ordinal()] = row.getInt(column++);
      }
      return new Account(
          row.getLong(1),
          row.getLong(2),
          CapMode.valueOf(row.getString(3)),
          row.getString(11) != null,
          budget(row, 4),
          new Dollars(row.getLong(8)),
          row.getLong(9),
          row.getLong(10),
          row.getLong(12),
          new Dollars(row.getLong(13)),
          new Dollars(row.getLong(14)),
          row.getLong(15),
          counts);
    }
  }

  private static Budget budget(ResultSet row, int first) throws SQLException {
    return new Budget(
        new Dollars(row.getLong(first)),
        new Dollars(row.getLong(first + 1)),
        new Dollars(row.getLong(first + 2)),
        new Dollars(row.getLong(first + 3)));
  }

  int highest(long batch) throws SQLException {
    return session.list(HIGHEST, (row, n) -> row.getInt(1), batch).get(0);
  }

  @Override
  public @Nullable OpenTask task(long batch, int seq) throws SQLException {
    PreparedStatement select = session.prepared(TASK);
    select.setLong(1, batch);
    select.setInt(2, seq);
    OpenTask task;
    boolean open;
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      task = new OpenTask(seq, row.getString(1), budget(row, 3));
      task.status = Status.of(row.getString(2));
      task.drawn = new Dollars(row.getLong(7));
      task.calls = row.getInt(8);
      task.doubtful = task.calls > 0;
      open = row.getInt(9) > 0;
    }
    if (open) {
      PreparedStatement calls = session.prepared(OPEN_CALLS);
      calls.setLong(1, batch);
      calls.setInt(2, seq);
      try (ResultSet row = calls.executeQuery()) {
        while (row.next()) {
          task.intended.put(row.getInt(1), new Dollars(row.getLong(2)));
        }
      }
    }
    return task;
  }

  @Override
  public @Nullable StoredCall call(long batch, int seq, int no) throws SQLException {
    return session
        .first(
            CALL,
            (row, n) -> new StoredCall(CallState.of(row.getString(1)), new Dollars(row.getLong(2))),
            batch,
            seq,
            no)
        .orElse(null);
  }

  @Override
  public List<CallRecord> calls(long batch, int seq) throws SQLException {
    return session.list(CallRecord.SELECT, CallRecord::read, batch, seq);
  }

  @Override
  public @Nullable Result result(long batch, int seq) throws SQLException {
    return session
        .first(RESULT, (row, n) -> Json.read(row.getString(1), Result.class), batch, seq)
        .orElse(null);
  }
}
