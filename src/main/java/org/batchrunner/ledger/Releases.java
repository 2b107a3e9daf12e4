package org.batchrunner.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.batchrunner.money.Dollars;

/** Money at risk: what it is, and how it is given back without a settlement. */
public final class Releases {

  private static final String AUDIT =
      "SELECT seq, no, amount, how, released_at FROM released WHERE batch = ? ORDER BY seq, no";

  private final Writer writer;
  private final Reader reader;

  Releases(Writer writer, Reader reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /** A call within its batch. */
  public record CallNo(int seq, int no) {}

  /** The calls of a batch that are at risk, by task and in their order. */
  public List<RiskyCall> atRisk(long batch) {
    return reader.list(RiskyCall.SELECT, RiskyCall::read, batch);
  }

  /** What was released in a batch, by task; also what a late settlement has put right since. */
  public List<ReleasedCall> released(long batch) {
    return reader.list(
        AUDIT,
        (row, n) ->
            new ReleasedCall(
                row.getInt("seq"),
                row.getInt("no"),
                BatchRows.dollars(row, "amount"),
                row.getString("how"),
                Instant.ofEpochMilli(row.getLong("released_at"))),
        batch);
  }

  /** The batches in which something is at risk, oldest first. */
  public List<BatchRecord> batchesAtRisk() {
    return reader.list(
        BatchRows.SELECT + " WHERE account.at_risk > 0 ORDER BY no", BatchRows::read);
  }

  /**
   * Releases calls: what they were charged with goes back under the caps of their task and batch.
   * All of them in one transaction, each only if it is still at risk in that. A settlement that
   * comes later still counts.
   *
   * @param how who or what releases them, in words
   * @return the amounts of those that were released
   */
  public CompletableFuture<List<Dollars>> release(
      long batch, Collection<CallNo> calls, String how) {
    List<CallNo> wanted = List.copyOf(calls);
    return writer.submit(
        batch,
        keeper -> {
          List<Dollars> released = new ArrayList<>();
          for (CallNo call : wanted) {
            keeper.release(call.seq(), call.no(), how).ifPresent(released::add);
          }
          return released;
        });
  }
}
