package org.batchrunner.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.batchrunner.common.Json;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Phase;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.jspecify.annotations.Nullable;

/** What became of the tasks of a batch. */
public final class ResultStore {

  private static final int CHUNK = 200;
  private static final double MILLIS_PER_SECOND = 1000;
  private static final String AFTER =
      "SELECT seq, json FROM result WHERE batch = ? AND seq > ? ORDER BY seq LIMIT " + CHUNK;

  private final Reader reader;
  private final SqlDialect dialect;

  ResultStore(Reader reader, SqlDialect dialect) {
    this.reader = reader;
    this.dialect = dialect;
  }

  /**
   * What to show of a batch's results.
   *
   * @param statuses empty for all
   * @param provider whose answer it is; null for all
   * @param words found anywhere in the result; null for all
   */
  public record Filter(
      Set<Status> statuses,
      @Nullable String provider,
      @Nullable String words,
      Sort sort,
      boolean descending,
      int offset,
      int limit) {}

  /** What results can be sorted by. */
  public enum Sort {
    SEQ("t.seq"),
    COST("(t.cost + t.at_risk)"),
    DURATION("t.duration_ms"),
    STATUS("t.status"),
    ID("t.id");

    private final String column;

    Sort(String column) {
      this.column = column;
    }
  }

  /** All results of a batch in file order, read as they are taken: nothing is to be closed. */
  public Stream<StoredResult> stored(long batch) {
    return Stream.iterate(
            chunk(batch, 0),
            chunk -> !chunk.isEmpty(),
            chunk -> chunk(batch, chunk.get(chunk.size() - 1).result().seq()))
        .flatMap(List::stream);
  }

  /** All results of a batch in file order, read as they are taken: nothing is to be closed. */
  public Stream<Result> all(long batch) {
    return stored(batch).map(StoredResult::result);
  }

  private List<StoredResult> chunk(long batch, int after) {
    return reader.list(AFTER, (row, n) -> StoredResult.parse(row.getString(2)), batch, after);
  }

  public Optional<Result> find(long batch, int seq) {
    return reader
        .first(
            "SELECT seq, json FROM result WHERE batch = ? AND seq = ?",
            (row, n) -> StoredResult.parse(row.getString(2)),
            batch,
            seq)
        .map(StoredResult::result);
  }

  /** The tasks that have ended, those that the filter leaves. */
  public Page<Result> page(long batch, Filter filter) {
    boolean searched = filter.words() != null && !filter.words().isBlank();
    List<Object> values = new ArrayList<>(List.of(batch));
    String from = searched ? searched(filter, values) : plain(filter, values);
    String order =
        " ORDER BY %s%s, t.seq".formatted(filter.sort().column, filter.descending() ? " DESC" : "");
    if (searched) {
      // One look at all texts, not one to count and one to sort.
      List<Integer> found = seqs("SELECT t.seq" + from + order, values);
      int start = Math.min(filter.offset(), found.size());
      int end = Math.min(start + filter.limit(), found.size());
      return new Page<>(results(batch, found.subList(start, end)), found.size());
    }
    long total = filter.provider() == null ? counted(batch, filter) : count(from, values);
    values.add(filter.limit());
    values.add(filter.offset());
    String limited = "SELECT t.seq" + from + order + " LIMIT ? OFFSET ?";
    return new Page<>(results(batch, seqs(limited, values)), total);
  }

  /** The account has counted them already. */
  private long counted(long batch, Filter filter) {
    return reader.first(BatchRows.BY_NO, BatchRows::read, batch).stream()
        .flatMap(record -> record.totals().byStatus().entrySet().stream())
        .filter(entry -> filter.statuses().isEmpty() || filter.statuses().contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private long count(String from, List<Object> values) {
    return reader
        .list("SELECT count(*)" + from, (row, n) -> row.getLong(1), values.toArray())
        .get(0);
  }

  private List<Integer> seqs(String sql, List<Object> values) {
    return reader.list(sql, (row, n) -> row.getInt(1), values.toArray());
  }

  private static String plain(Filter filter, List<Object> values) {
    StringBuilder from =
        new StringBuilder(" FROM task t WHERE t.batch = ? AND t.status <> 'pending'");
    if (!filter.statuses().isEmpty()) {
      from.append(
          filter.statuses().stream()
              .map(status -> "'" + status.wire() + "'")
              .collect(Collectors.joining(", ", " AND t.status IN (", ")")));
    }
    if (filter.provider() != null) {
      from.append(" AND t.provider = ?");
      values.add(filter.provider());
    }
    return from.toString();
  }

  private String searched(Filter filter, List<Object> values) {
    String from = plain(filter, values);
    values.add(pattern(String.valueOf(filter.words())));
    return from.replace(
            " FROM task t ", " FROM task t JOIN result r ON r.batch = t.batch AND r.seq = t.seq ")
        + " AND r.json %s ? ESCAPE '!'".formatted(dialect.likeInAnyCase());
  }

  /** In the order of the numbers. */
  private List<Result> results(long batch, List<Integer> seqs) {
    if (seqs.isEmpty()) {
      return List.of();
    }
    Map<Integer, Result> bySeq = new HashMap<>();
    String in = seqs.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    reader
        .list(
            "SELECT seq, json FROM result WHERE batch = ? AND seq IN " + in,
            (row, n) -> StoredResult.parse(row.getString(2)),
            batch)
        .forEach(stored -> bySeq.put(stored.result().seq(), stored.result()));
    return seqs.stream().map(bySeq::get).filter(Objects::nonNull).toList();
  }

  /** As the words are within a JSON string. */
  private static String pattern(String words) {
    String json = Json.write(words.strip());
    return "%" + json.substring(1, json.length() - 1).replaceAll("[!%_]", "!$0") + "%";
  }

  /** The tasks past this one that have ended, by ascending sequence number. */
  public List<Integer> ended(long batch, int after) {
    return reader.list(
        "SELECT seq FROM task WHERE batch = ? AND seq > ? AND status <> 'pending' ORDER BY seq",
        (row, n) -> row.getInt(1),
        batch,
        after);
  }

  /** The tasks without a result for which calls were intended. */
  public Set<Integer> begun(long batch) {
    return Set.copyOf(
        reader.list(
            "SELECT seq FROM task WHERE batch = ? AND status = 'pending' AND calls > 0",
            (row, n) -> row.getInt(1),
            batch));
  }

  /** The calls of a task, in their order. */
  public List<CallRecord> calls(long batch, int seq) {
    return reader.list(CallRecord.SELECT, CallRecord::read, batch, seq);
  }

  /** Hands over all calls of a batch, by task and in their order, without keeping them. */
  public void eachCall(long batch, Consumer<CallRecord> taker) {
    int seq = 0;
    int no = 0;
    List<CallRecord> chunk;
    do {
      chunk = reader.list(CallRecord.AFTER, CallRecord::read, batch, seq, no, CHUNK);
      for (CallRecord call : chunk) {
        taker.accept(call);
        seq = call.seq();
        no = call.no();
      }
    } while (chunk.size() == CHUNK);
  }

  /** What the last calls to a model used; empty if there are none. */
  public Optional<TypicalUsage> usual(ModelId model, Phase phase) {
    return reader
        .list(
            "SELECT count(*) calls, avg(output) output, avg(latency_ms) latency FROM (SELECT output,"
                + " latency_ms FROM call WHERE provider = ? AND model = ? AND phase = ?"
                + " AND state = 'settled' AND output IS NOT NULL"
                + " ORDER BY batch DESC, seq DESC, no DESC LIMIT 200) last_calls",
            (row, n) ->
                row.getInt("calls") == 0
                    ? Optional.<TypicalUsage>empty()
                    : Optional.of(
                        new TypicalUsage(
                            Math.round(row.getDouble("output")),
                            row.getDouble("latency") / MILLIS_PER_SECOND)),
            model.provider(),
            model.model(),
            phase.wire())
        .get(0);
  }
}
