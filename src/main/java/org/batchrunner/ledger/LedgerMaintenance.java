package org.batchrunner.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator does with the ledger. */
public final class LedgerMaintenance {

  private static final int CHUNK = 5000;
  private static final String SUMS =
      """
      SELECT b.id, a.settled, a.at_risk, a.held, a.cost, a.released,
        a.prompt_tokens + a.completion_tokens tokens,
        (SELECT coalesce(sum(worst), 0) FROM call WHERE batch = b.no AND state = 'released') released_calls,
        (SELECT coalesce(sum(prompt_tokens + completion_tokens), 0) FROM task WHERE batch = b.no) tokens_tasks,
        (SELECT coalesce(sum(cost), 0) FROM call WHERE batch = b.no AND state = 'settled') settled_calls,
        (SELECT coalesce(sum(cost), 0) FROM call WHERE batch = b.no AND state = 'at_risk') at_risk_calls,
        (SELECT coalesce(sum(settled), 0) FROM task WHERE batch = b.no) settled_tasks,
        (SELECT coalesce(sum(at_risk), 0) FROM task WHERE batch = b.no) at_risk_tasks,
        (SELECT coalesce(sum(held), 0) FROM task WHERE batch = b.no) held_tasks,
        (SELECT coalesce(sum(cost), 0) FROM task WHERE batch = b.no) cost_tasks,
        (SELECT count(*) FROM task WHERE batch = b.no AND status <> 'pending') ended_tasks,
        (SELECT count(*) FROM result WHERE batch = b.no) results
      FROM batch b JOIN account a ON a.batch = b.no ORDER BY b.no
      """;

  private final Writer writer;
  private final Reader reader;
  private final Database database;

  LedgerMaintenance(Writer writer, Reader reader, Database database) {
    this.writer = writer;
    this.reader = reader;
    this.database = database;
  }

  /** What is wrong with the ledger, a sentence each; empty if it is sound. Reads all of it. */
  public List<String> integrity() {
    List<String> wrong = new ArrayList<>();
    if (database.dialect == SqlDialect.SQLITE) {
      reader.list("PRAGMA integrity_check", (row, n) -> row.getString(1)).stream()
          .filter(line -> !line.equals("ok"))
          .forEach(line -> wrong.add("The ledger's file is damaged: " + line + "."));
    }
    reader.each(
        SUMS,
        row -> {
          String id = row.getString("id");
          check(wrong, id, "settled", row.getLong("settled"), row.getLong("settled_calls"));
          check(wrong, id, "at risk", row.getLong("at_risk"), row.getLong("at_risk_calls"));
          check(wrong, id, "settled", row.getLong("settled"), row.getLong("settled_tasks"));
          check(wrong, id, "at risk", row.getLong("at_risk"), row.getLong("at_risk_tasks"));
          check(wrong, id, "held", row.getLong("held"), row.getLong("held_tasks"));
          check(wrong, id, "cost", row.getLong("cost"), row.getLong("cost_tasks"));
          check(wrong, id, "released", row.getLong("released"), row.getLong("released_calls"));
          check(wrong, id, "tokens", row.getLong("tokens"), row.getLong("tokens_tasks"));
          check(wrong, id, "results", row.getLong("ended_tasks"), row.getLong("results"));
        });
    return wrong;
  }

  private static void check(List<String> wrong, String id, String what, long is, long sum) {
    if (is != sum) {
      wrong.add("Batch %s: %s is %d, and its rows sum to %d.".formatted(id, what, is, sum));
    }
  }

  /** The file of an SQLite ledger; null in PostgreSQL. */
  public @Nullable Path file() {
    return database.file();
  }

  /**
   * Copies the ledger while it is in use.
   *
   * @param file must not exist
   * @throws LedgerException if that can't be done
   */
  public void backup(Path file) {
    if (database.dialect != SqlDialect.SQLITE) {
      throw new LedgerException("the ledger is in PostgreSQL: back it up with pg_dump");
    }
    if (Files.exists(file)) {
      throw new LedgerException(file + " exists already; choose the name of a new file");
    }
    database.copyInto(file);
  }

  private record Old(long no, String id, int highest) {}

  /** The batches that {@link #prune} would delete, oldest first. */
  public List<String> prunable(Instant olderThan) {
    return old(olderThan).stream().map(Old::id).toList();
  }

  private List<Old> old(Instant olderThan) {
    return reader.list(
        "SELECT no, id, (SELECT coalesce(max(seq), 0) FROM task WHERE task.batch = no) highest"
            + " FROM batch WHERE state IN ('stopped', 'cancelled', 'finished')"
            + " AND reported = 1 AND finished_at < ? ORDER BY no",
        (row, n) -> new Old(row.getLong("no"), row.getString("id"), row.getInt("highest")),
        olderThan.toEpochMilli());
  }

  /**
   * Deletes what is known of batches that ended, were reported and are older than this, the replies
   * they paid for included.
   *
   * @return their ids
   */
  public List<String> prune(Instant olderThan) {
    List<String> pruned = new ArrayList<>();
    for (Old batch : old(olderThan)) {
      boolean still =
          Ledger.await(writer.submitAlone(session -> prunable(session, batch.id(), olderThan)));
      if (still) {
        for (int from = 1; from <= batch.highest(); from += CHUNK) {
          int first = from;
          int unused =
              Ledger.await(writer.submitAlone(session -> delete(session, batch.no(), first)));
        }
        int unused = Ledger.await(writer.submitAlone(session -> delete(session, batch.no())));
        pruned.add(batch.id());
      }
    }
    return pruned;
  }

  /** Also marks it, so that it can't be opened again halfway. */
  private static boolean prunable(WriteSession session, String id, Instant olderThan)
      throws SQLException {
    BatchRecord batch = BatchRows.locked(session, id);
    boolean prunable =
        batch.reported()
            && batch.state().ended()
            && batch.finishedAt() != null
            && batch.finishedAt().isBefore(olderThan);
    if (prunable) {
      session.update(
          "UPDATE batch SET lease_owner = 'prune', lease_until = ? WHERE no = ?",
          Long.MAX_VALUE,
          batch.no());
    }
    return prunable;
  }

  private static int delete(WriteSession session, long batch, int from) throws SQLException {
    int deleted = 0;
    for (String table : List.of("reply", "call", "result", "released", "task")) {
      deleted +=
          session.update(
              "DELETE FROM " + table + " WHERE batch = ? AND seq BETWEEN ? AND ?",
              batch,
              from,
              from + CHUNK - 1);
    }
    return deleted;
  }

  private static int delete(WriteSession session, long batch) throws SQLException {
    return session.update("DELETE FROM acceptance WHERE batch = ?", batch)
        + session.update("DELETE FROM account WHERE batch = ?", batch)
        + session.update("DELETE FROM batch WHERE no = ?", batch);
  }
}
