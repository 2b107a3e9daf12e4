package org.batchrunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.batchrunner.common.Json;
import org.batchrunner.money.Budget;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Status;
import org.batchrunner.task.Totals;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/** Reads the rows of batches. */
final class BatchRows {

  static final String SELECT =
      "SELECT no, id, source, sha256, options, options_version, mode, version, corpus_hash, total,"
          + " dropped, state, reason, wanted, reported, accepted_at, started_at, finished_at,"
          + " lease_owner, lease_until, probe_at, probe_provider, vain_probes, epoch, cap, settled,"
          + " at_risk, held, cost, prompt_tokens, completion_tokens, reused, saved, released, corrections,"
          + " breach, "
          + StatusColumns.COLUMNS
          + " FROM batch JOIN account ON account.batch = batch.no";

  static final String BY_ID = SELECT + " WHERE id = ?";
  static final String BY_NO = SELECT + " WHERE no = ?";
  static final String BY_DROP =
      SELECT
          + " WHERE no = (SELECT batch FROM acceptance"
          + " WHERE path = ? AND file_key = ? AND sha256 = ?)";

  private BatchRows() {}

  /** Reads and locks a batch, so that no other program can change it until the transaction ends. */
  static BatchRecord locked(WriteSession session, String id) throws SQLException {
    Optional<Long> no =
        session.first("SELECT no FROM batch WHERE id = ?", (row, n) -> row.getLong(1), id);
    if (no.isEmpty()) {
      throw unknown(id);
    }
    session.list(
        "SELECT epoch FROM account WHERE batch = ?" + session.dialect.forUpdate(),
        (row, n) -> row.getLong(1),
        no.get());
    return session.first(BY_ID, BatchRows::read, id).orElseThrow(() -> unknown(id));
  }

  static LedgerException unknown(String id) {
    return new LedgerException("there is no batch " + id + " in the ledger");
  }

  static BatchRecord read(ResultSet row, int n) throws SQLException {
    Budget budget = budget(row);
    return new BatchRecord(
        row.getLong("no"),
        row.getString("id"),
        row.getString("source"),
        row.getString("sha256"),
        Json.read(row.getString("options"), Options.class),
        row.getInt("options_version"),
        Mode.of(row.getString("mode")),
        row.getString("version"),
        row.getString("corpus_hash"),
        row.getInt("total"),
        row.getInt("dropped"),
        BatchState.of(row.getString("state")),
        row.getString("reason"),
        RequestedState.of(row.getString("wanted")),
        row.getInt("reported") == 1,
        Instant.ofEpochMilli(row.getLong("accepted_at")),
        instant(row, "started_at"),
        instant(row, "finished_at"),
        totals(row, budget),
        budget,
        dollars(row, "released"),
        row.getLong("corrections"),
        row.getString("breach"),
        row.getLong("epoch"),
        row.getString("lease_owner"),
        Instant.ofEpochMilli(row.getLong("lease_until")),
        probe(row));
  }

  private static @Nullable CreditProbe probe(ResultSet row) throws SQLException {
    Instant at = instant(row, "probe_at");
    String provider = row.getString("probe_provider");
    return at == null || provider == null
        ? null
        : new CreditProbe(at, provider, row.getInt("vain_probes"));
  }

  private static Totals totals(ResultSet row, Budget budget) throws SQLException {
    Map<Status, Long> byStatus = new EnumMap<>(Status.class);
    for (Status status : StatusColumns.ENDINGS) {
      byStatus.put(status, row.getLong(StatusColumns.column(status)));
    }
    return Totals.of(
        byStatus,
        dollars(row, "cost"),
        budget.spent(),
        budget.atRisk(),
        row.getLong("prompt_tokens"),
        row.getLong("completion_tokens"),
        row.getLong("reused"),
        dollars(row, "saved"));
  }

  private static Budget budget(ResultSet row) throws SQLException {
    return new Budget(
        dollars(row, "cap"),
        dollars(row, "settled"),
        dollars(row, "at_risk"),
        dollars(row, "held"));
  }

  static Dollars dollars(ResultSet row, String column) throws SQLException {
    return new Dollars(row.getLong(column));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
