package org.batchrunner.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import org.batchrunner.common.Json;
import org.batchrunner.common.Sha256;
import org.batchrunner.ledger.Accepted.How;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/** Finds the batch of a file or creates one, in one transaction. */
final class AcceptanceStore implements WriteRequest.Sole<Accepted> {

  private static final ObjectWriter CANONICAL =
      Json.MAPPER.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private static final String SAME_DROP =
      "SELECT batch FROM acceptance WHERE path = ? AND file_key = ? AND sha256 = ?";
  private static final String SAME_CONTENT =
      "SELECT no FROM batch WHERE sha256 = ? AND options_sha256 = ? AND mode = ? AND corpus_hash = ?"
          + " AND state IN ('accepted', 'running', 'paused') AND wanted <> 'cancel' ORDER BY no";
  private static final String INSERT_BATCH =
      "INSERT INTO batch (no, id, source, sha256, options, options_version, options_sha256, mode,"
          + " version, corpus_hash, total, dropped, state, wanted, reported, accepted_at,"
          + " lease_until)"
          + " VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, 'accepted', 'run', 0, ?, 0)";
  private static final String INSERT_ACCOUNT =
      "INSERT INTO account (batch, cap_mode, cap) VALUES (?, ?, ?)";
  private static final String INSERT_ACCEPTANCE =
      "INSERT INTO acceptance (path, file_key, sha256, batch) VALUES (?, ?, ?, ?)";

  private final NewBatch batch;
  private final @Nullable InboxFile drop;
  private final String optionsHash;
  private final long now;

  AcceptanceStore(NewBatch batch, @Nullable InboxFile drop, long now) {
    this.batch = batch;
    this.drop = drop;
    this.optionsHash = hash(batch.options());
    this.now = now;
  }

  @Override
  public Accepted apply(WriteSession session) throws SQLException {
    // Also keeps every other program from accepting until this transaction ends.
    session.update("UPDATE last_batch SET no = no + 1");
    Optional<Long> same = drop == null ? Optional.empty() : find(session, SAME_DROP, key(drop));
    if (same.isPresent()) {
      return accepted(session, same.get(), How.SAME_DROP);
    }
    Optional<Long> joined =
        find(
            session,
            SAME_CONTENT,
            batch.sha256(),
            optionsHash,
            batch.mode().wire(),
            batch.corpusHash());
    long no = joined.isPresent() ? joined.get() : insert(session);
    if (drop != null) {
      session.update(INSERT_ACCEPTANCE, drop.path(), drop.fileKey(), drop.sha256(), no);
    }
    return accepted(session, no, joined.isPresent() ? How.JOINED : How.NEW);
  }

  static Object[] key(InboxFile drop) {
    return new Object[] {drop.path(), drop.fileKey(), drop.sha256()};
  }

  private static Optional<Long> find(WriteSession session, String sql, Object... values)
      throws SQLException {
    return session.first(sql, (row, n) -> row.getLong(1), values);
  }

  private long insert(WriteSession session) throws SQLException {
    long no = find(session, "SELECT no FROM last_batch").orElseThrow();
    session.update(
        INSERT_BATCH,
        no,
        freeId(session),
        SqlText.plain(batch.source()),
        batch.sha256(),
        Json.write(batch.options()),
        optionsHash,
        batch.mode().wire(),
        batch.version(),
        batch.corpusHash(),
        batch.total(),
        batch.dropped(),
        now);
    session.update(
        INSERT_ACCOUNT,
        no,
        batch.options().capMode().name(),
        batch.options().perBatchCap().nanos());
    return no;
  }

  /** Returns an id that is unused in any case: on some systems, folder names ignore case. */
  private String freeId(WriteSession session) throws SQLException {
    String id = batch.id();
    for (int i = 2;
        find(session, "SELECT no FROM batch WHERE lower(id) = lower(?)", id).isPresent();
        i++) {
      id = batch.id() + "-" + i;
    }
    return id;
  }

  private static Accepted accepted(WriteSession session, long no, How how) throws SQLException {
    return new Accepted(session.first(BatchRows.BY_NO, BatchRows::read, no).orElseThrow(), how);
  }

  /** Equal options have equal hashes, however they were written. */
  static String hash(Options options) {
    try {
      byte[] json =
          CANONICAL.writeValueAsString(options.inForce()).getBytes(StandardCharsets.UTF_8);
      return Sha256.hex(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("options can't be hashed", e);
    }
  }
}
