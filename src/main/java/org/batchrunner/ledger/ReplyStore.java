package org.batchrunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.common.Json;
import org.batchrunner.task.Reply.Finish;

/** The replies that calls were paid for, by the key of their content. */
public final class ReplyStore {

  private static final int CHUNK = 256;
  private static final long NO_BATCH = -1;

  private static final String SELECT =
      "SELECT reply.batch, reply.no, content_key, provider, model, reply_model, text, input,"
          + " cache_read, cache_write, cache_write_1h, output, finish, cost, state, ending, raw"
          + " FROM reply JOIN call"
          + " ON call.batch = reply.batch AND call.seq = reply.seq AND call.no = reply.no WHERE ";

  private final Reader reader;

  ReplyStore(Reader reader) {
    this.reader = reader;
  }

  /**
   * The newest whole answer under each of these keys that has one. A reply that is empty, was cut
   * or was withheld by a filter answers no later question.
   */
  public Map<String, StoredReply> find(Collection<String> keys) {
    return find(NO_BATCH, keys);
  }

  /**
   * As {@link #find(Collection)}; where there is no whole answer, what this batch itself was
   * replied: a restart buys nothing again.
   */
  public Map<String, StoredReply> find(long batch, Collection<String> keys) {
    List<String> wanted = keys.stream().distinct().toList();
    Map<String, StoredReply> found = new HashMap<>();
    for (int from = 0; from < wanted.size(); from += CHUNK) {
      find(batch, wanted.subList(from, Math.min(from + CHUNK, wanted.size())), found);
    }
    found.keySet().retainAll(wanted);
    return found;
  }

  private void find(long batch, List<String> keys, Map<String, StoredReply> found) {
    // One of a few statements, so that each is compiled once: the last key fills up.
    int places = Integer.highestOneBit(Math.max(1, keys.size() * 2 - 1));
    Object[] hashes = new Object[places];
    for (int i = 0; i < places; i++) {
      hashes[i] = SqlText.hash(keys.get(Math.min(i, keys.size() - 1)));
    }
    reader.each(
        SELECT
            + "key_hash IN ("
            + String.join(", ", Collections.nCopies(places, "?"))
            + ") ORDER BY ended_at",
        row -> take(batch, row, found),
        hashes);
  }

  private static void take(long batch, ResultSet row, Map<String, StoredReply> found)
      throws SQLException {
    StoredReply reply = read(row);
    String key = row.getString("content_key");
    StoredReply before = found.get(key);
    boolean usable = reply.isWhole() || row.getLong("batch") == batch;
    if (usable && (reply.isWhole() || before == null || !before.isWhole())) {
      found.put(key, reply);
    }
  }

  /** What the calls of a task were answered and can be used, by their numbers. */
  public Map<Integer, StoredReply> ofTask(long batch, int seq) {
    Map<Integer, StoredReply> found = new HashMap<>();
    reader.each(
        SELECT + "reply.batch = ? AND reply.seq = ? AND content_key <> ''",
        row -> found.put(row.getInt("no"), read(row)),
        batch,
        seq);
    return found;
  }

  private static StoredReply read(ResultSet row) throws SQLException {
    String model = row.getString("reply_model");
    String finish = row.getString("finish");
    String ending = row.getString("ending");
    String raw = row.getString("raw");
    return new StoredReply(
        row.getString("provider"),
        model == null ? row.getString("model") : model,
        Json.read(row.getString("text"), String.class),
        CallRecord.tokens(row),
        finish == null ? null : Finish.valueOf(finish),
        BatchRows.dollars(row, "cost"),
        CallState.of(row.getString("state")) == CallState.SETTLED,
        ending == null ? "" : ending,
        raw == null ? null : Json.read(raw, String.class));
  }
}
