package org.batchrunner.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.batchrunner.common.Json;
import org.batchrunner.ledger.AccountState.CallChange;
import org.batchrunner.ledger.AccountState.CallRelease;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;

/** Writes the changes of accounts, each kind of change as one batch of statements. */
final class AccountWriter {

  private static final String UPDATE_ACCOUNT =
      "UPDATE account SET revision = revision + 1, settled = ?, at_risk = ?, held = ?, cost = ?,"
          + " prompt_tokens = ?, completion_tokens = ?, reused = ?, saved = ?, released = ?,"
          + " corrections = ?, "
          + StatusColumns.ENDINGS.stream()
              .map(status -> StatusColumns.column(status) + " = ?")
              .collect(Collectors.joining(", "))
          + " WHERE batch = ? AND revision = ?";
  private static final String INSERT_TASK =
      "INSERT INTO task (status, settled, at_risk, held, drawn, open_calls, calls, cap, batch, seq,"
          + " id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String UPDATE_TASK =
      "UPDATE task SET status = ?, settled = ?, at_risk = ?, held = ?, drawn = ?, open_calls = ?,"
          + " calls = ?, cap = ? WHERE batch = ? AND seq = ?";
  private static final String INSERT_ENDED =
      "INSERT INTO task (status, settled, at_risk, held, drawn, open_calls, calls, cap, cost,"
          + " duration_ms, provider, model, prompt_tokens, completion_tokens, ended_at, batch, seq,"
          + " id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String UPDATE_ENDED =
      "UPDATE task SET status = ?, settled = ?, at_risk = ?, held = ?, drawn = ?, open_calls = ?,"
          + " calls = ?, cap = ?, cost = ?, duration_ms = ?, provider = ?, model = ?,"
          + " prompt_tokens = ?, completion_tokens = ?, ended_at = ? WHERE batch = ? AND seq = ?";
  private static final String INSERT_RESULT =
      "INSERT INTO result (batch, seq, json) VALUES (?, ?, ?)";
  private static final String INSERT_CALL =
      "INSERT INTO call (state, batch, seq, no, phase, provider, model, worst, intended_at)"
          + " VALUES ('intended', ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String UPDATE_CALL =
      "UPDATE call SET state = ?, cost = ?, reply_model = ?, input = ?, cache_read = ?,"
          + " cache_write = ?, cache_write_1h = ?, output = ?, http_status = ?, finish = ?,"
          + " error = ?, request_id = ?, latency_ms = ?, ended_at = ?, progress = ?"
          + " WHERE batch = ? AND seq = ? AND no = ?";
  private static final String INSERT_REPLY =
      "INSERT INTO reply (batch, seq, no, content_key, key_hash, text, ending, raw)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (batch, seq, no) DO NOTHING";

  private static final String RELEASE_CALL =
      "UPDATE call SET state = 'released', cost = 0"
          + " WHERE batch = ? AND seq = ? AND no = ? AND state = 'at_risk'";
  private static final String INSERT_RELEASED =
      "INSERT INTO released (batch, seq, no, amount, how, released_at) VALUES (?, ?, ?, ?, ?, ?)";
  private static final String CORRECT_RESULT =
      "UPDATE result SET json = ? WHERE batch = ? AND seq = ?";
  private static final String CORRECT_TASK =
      "UPDATE task SET cost = ?, prompt_tokens = ?, completion_tokens = ?"
          + " WHERE batch = ? AND seq = ?";

  /** Marks the reports as out of date, so that the program that runs batches writes them again. */
  private static final String REPORTS_STALE = "UPDATE batch SET reported = 0 WHERE no = ?";

  private final WriteSession session;

  AccountWriter(WriteSession session) {
    this.session = session;
  }

  /** Writes all changes of these accounts. */
  void write(Collection<AccountState> books, long now) throws SQLException {
    for (AccountState book : books) {
      if (book.changed()) {
        for (OpenTask task : book.changedTasks) {
          add(book, task, now);
        }
        for (IntendedCall call : book.newCalls) {
          add(book, call, now);
        }
        for (CallChange call : book.changedCalls) {
          add(book, call, now);
        }
        for (CallRelease release : book.releases) {
          add(book, release, now);
        }
        for (StoredResult ending : book.corrected.values()) {
          correct(book, ending);
        }
      }
    }
    for (String sql :
        List.of(
            INSERT_TASK,
            INSERT_ENDED,
            UPDATE_TASK,
            UPDATE_ENDED,
            INSERT_CALL,
            UPDATE_CALL,
            INSERT_RESULT,
            INSERT_REPLY,
            RELEASE_CALL,
            INSERT_RELEASED,
            CORRECT_RESULT,
            CORRECT_TASK)) {
      session.runBatch(sql);
    }
    for (AccountState book : books) {
      if (book.changed()) {
        write(book);
      }
    }
  }

  private void add(AccountState book, CallRelease release, long now) throws SQLException {
    PreparedStatement call = session.batch(RELEASE_CALL);
    call.setLong(1, book.batch);
    call.setInt(2, release.seq());
    call.setInt(3, release.no());
    call.addBatch();
    PreparedStatement row = session.batch(INSERT_RELEASED);
    row.setLong(1, book.batch);
    row.setInt(2, release.seq());
    row.setInt(3, release.no());
    row.setLong(4, release.amount().nanos());
    row.setString(5, release.how());
    row.setLong(6, now);
    row.addBatch();
  }

  private void correct(AccountState book, StoredResult ending) throws SQLException {
    PreparedStatement result = session.batch(CORRECT_RESULT);
    result.setString(1, ending.json());
    result.setLong(2, book.batch);
    result.setInt(3, ending.result().seq());
    result.addBatch();
    PreparedStatement task = session.batch(CORRECT_TASK);
    task.setLong(1, ending.result().costEstimate().nanos());
    task.setLong(2, ending.result().promptTokens());
    task.setLong(3, ending.result().completionTokens());
    task.setLong(4, book.batch);
    task.setInt(5, ending.result().seq());
    task.addBatch();
  }

  private void write(AccountState book) throws SQLException {
    if (!book.corrected.isEmpty()) {
      int unused = session.update(REPORTS_STALE, book.batch);
    }
    Account account = book.account;
    PreparedStatement update = session.prepared(UPDATE_ACCOUNT);
    update.setLong(1, account.budget.settled().nanos());
    update.setLong(2, account.budget.atRisk().nanos());
    update.setLong(3, account.budget.held().nanos());
    update.setLong(4, account.cost.nanos());
    update.setLong(5, account.promptTokens);
    update.setLong(6, account.completionTokens);
    update.setLong(7, account.reused);
    update.setLong(8, account.saved.nanos());
    update.setLong(9, account.released.nanos());
    update.setLong(10, account.corrections);
    int column = 11;
    for (Status status : StatusColumns.ENDINGS) {
      update.setInt(column++, account.counts[status.ordinal()]);
    }
    update.setLong(column++, book.batch);
    update.setLong(column, account.revision);
    if (update.executeUpdate() != 1) {
      throw new IllegalStateException(
          "batch number %d changed under its lock".formatted(book.batch));
    }
  }

  private void add(AccountState book, OpenTask task, long now) throws SQLException {
    StoredResult ending = task.ending;
    String sql =
        ending == null
            ? (task.fresh ? INSERT_TASK : UPDATE_TASK)
            : (task.fresh ? INSERT_ENDED : UPDATE_ENDED);
    PreparedStatement row = session.batch(sql);
    row.setString(1, task.status.wire());
    row.setLong(2, task.budget.settled().nanos());
    row.setLong(3, task.budget.atRisk().nanos());
    row.setLong(4, task.budget.held().nanos());
    row.setLong(5, task.drawn.nanos());
    row.setInt(6, task.intended.size());
    row.setInt(7, task.calls);
    row.setLong(8, task.budget.cap().nanos());
    int column = 9;
    if (ending != null) {
      Result result = ending.result();
      row.setLong(9, result.costEstimate().nanos());
      row.setLong(10, Math.round(result.durationS() * 1000));
      row.setString(11, SqlText.plain(result.provider()));
      row.setString(12, SqlText.plain(result.model()));
      row.setLong(13, ending.result().promptTokens());
      row.setLong(14, ending.result().completionTokens());
      row.setLong(15, now);
      column = 16;
      addResult(book, ending);
    }
    row.setLong(column, book.batch);
    row.setInt(column + 1, task.seq);
    if (task.fresh) {
      row.setString(column + 2, SqlText.plain(task.id));
    }
    row.addBatch();
  }

  private void addResult(AccountState book, StoredResult ending) throws SQLException {
    PreparedStatement row = session.batch(INSERT_RESULT);
    row.setLong(1, book.batch);
    row.setInt(2, ending.result().seq());
    row.setString(3, ending.json());
    row.addBatch();
  }

  private void add(AccountState book, IntendedCall call, long now) throws SQLException {
    PreparedStatement row = session.batch(INSERT_CALL);
    row.setLong(1, book.batch);
    row.setInt(2, call.seq());
    row.setInt(3, call.no());
    row.setString(4, call.phase().wire());
    row.setString(5, call.model().provider());
    row.setString(6, call.model().model());
    row.setLong(7, call.worst().nanos());
    row.setLong(8, now);
    row.addBatch();
  }

  private void add(AccountState book, CallChange change, long now) throws SQLException {
    Settlement settled = change.settlement();
    PreparedStatement row = session.batch(UPDATE_CALL);
    row.setString(1, settled.state().wire());
    row.setLong(2, change.cost().nanos());
    row.setString(3, SqlText.plain(settled.replyModel()));
    Tokens tokens = settled.tokens();
    if (tokens == null) {
      for (int column = 4; column <= 8; column++) {
        row.setNull(column, Types.BIGINT);
      }
    } else {
      row.setLong(4, tokens.input());
      row.setLong(5, tokens.cacheRead());
      row.setLong(6, tokens.cacheWrite());
      row.setLong(7, tokens.cacheWrite1h());
      row.setLong(8, tokens.output());
    }
    row.setObject(9, settled.httpStatus(), Types.INTEGER);
    row.setString(10, settled.finish() == null ? null : settled.finish().name());
    row.setString(11, SqlText.plain(settled.error()));
    row.setString(12, SqlText.plain(settled.requestId()));
    row.setLong(13, settled.latencyMs());
    row.setLong(14, now);
    row.setString(15, settled.progress().wire());
    row.setLong(16, book.batch);
    row.setInt(17, settled.seq());
    row.setInt(18, settled.no());
    row.addBatch();
    if (settled.answer() != null && change.answer() != null) {
      addReply(book, settled, settled.answer(), change.answer());
    }
  }

  private void addReply(
      AccountState book, Settlement settled, Settlement.Answer reply, String answer)
      throws SQLException {
    PreparedStatement row = session.batch(INSERT_REPLY);
    row.setLong(1, book.batch);
    row.setInt(2, settled.seq());
    row.setInt(3, settled.no());
    row.setString(4, reply.key());
    row.setLong(5, SqlText.hash(reply.key()));
    row.setString(6, answer);
    row.setString(7, SqlText.plain(reply.ending()));
    row.setString(8, reply.raw() == null ? null : Json.write(reply.raw()));
    row.addBatch();
  }
}
