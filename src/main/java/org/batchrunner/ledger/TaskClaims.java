package org.batchrunner.ledger;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who has begun which task, where the holder of a batch has others work its tasks. */
public final class TaskClaims {

  private static final String EPOCH = "SELECT epoch FROM account WHERE batch = ?";
  private static final String BEGIN =
      "INSERT INTO work (batch, seq, worker, begun_at)"
          + " SELECT batch, seq, CAST(? AS TEXT), CAST(? AS BIGINT) FROM task"
          + " WHERE batch = ? AND seq = ? AND status = 'pending'"
          + " ON CONFLICT (batch, seq) DO NOTHING";
  private static final String FIND =
      "SELECT account.epoch, task.status <> 'pending', work.worker, work.answer FROM account"
          + " LEFT JOIN task ON task.batch = account.batch AND task.seq = ?"
          + " LEFT JOIN work ON work.batch = task.batch AND work.seq = task.seq"
          + " WHERE account.batch = ?";
  private static final String ANSWER = "UPDATE work SET answer = ? WHERE batch = ? AND seq = ?";
  private static final String FORGET = "DELETE FROM work WHERE batch = ?";

  private final Writer writer;
  private final Reader reader;
  private final Clock clock;

  TaskClaims(Writer writer, Reader reader, Clock clock) {
    this.writer = writer;
    this.reader = reader;
    this.clock = clock;
  }

  /**
   * What is known of a task.
   *
   * @param epoch of the batch
   * @param ended whether it has its result
   * @param worker the worker that has started the task under that epoch; null if none has
   * @param answer what a worker has said of a task that it left without a result
   */
  public record Standing(
      long epoch, boolean ended, @Nullable String worker, @Nullable String answer) {}

  /**
   * Begins a task for the one who calls first: however often its message is delivered, it is worked
   * once. Waits until that is durable.
   *
   * @param epoch of the lease under which it was handed over
   * @return false if it was begun before, has its result, or belongs to another epoch by now
   */
  public boolean begin(long batch, long epoch, int seq, String worker) {
    return Ledger.await(
        writer.submitAlone(
            session -> {
              Optional<Long> current =
                  session.first(
                      EPOCH + session.dialect.forUpdate(), (row, n) -> row.getLong(1), batch);
              return current.equals(Optional.of(epoch))
                  && session.update(BEGIN, worker, clock.millis(), batch, seq) > 0;
            }));
  }

  /** Empty if there is no such batch. */
  public Optional<Standing> find(long batch, int seq) {
    return reader.first(
        FIND,
        (row, n) ->
            new Standing(row.getLong(1), row.getBoolean(2), row.getString(3), row.getString(4)),
        seq,
        batch);
  }

  /**
   * Keeps what a worker says of a task that it leaves without a result: the message that says so
   * may not reach the batch's holder. Waits until that is durable.
   */
  public void answer(long batch, int seq, String answer) {
    Ledger.await(writer.submitAlone(session -> session.update(ANSWER, answer, batch, seq)));
  }

  /** What was begun under an earlier epoch, or of a batch that has ended, is of no use. */
  static void forget(WriteSession session, long batch) throws SQLException {
    int unused = session.update(FORGET, batch);
  }
}
