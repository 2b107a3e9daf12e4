package org.batchrunner.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.batchrunner.money.Dollars;

/** What charts of a batch are drawn from. */
public final class Statistics {

  /** Upper bounds of latencies, in milliseconds; the last class has none. */
  public static final List<Long> LATENCIES =
      List.of(100L, 200L, 500L, 1000L, 2000L, 5000L, 10_000L, 20_000L, 50_000L);

  private static final String SPAN =
      "SELECT min(ended_at), max(ended_at) FROM task WHERE batch = ? AND ended_at IS NOT NULL";
  private static final String COST =
      "SELECT (ended_at - ?) * ? / ? AS part, sum(settled), max(ended_at) FROM task"
          + " WHERE batch = ? AND ended_at IS NOT NULL GROUP BY 1 ORDER BY 1";
  private static final String LATENCY =
      "SELECT %s AS part, count(*) FROM call WHERE batch = ? AND latency_ms IS NOT NULL GROUP BY 1"
          .formatted(classes());

  private static final String UNUSED =
      "SELECT coalesce(sum(worst - cost), 0) FROM call"
          + " WHERE batch = ? AND state = 'settled' AND worst > cost";

  private final Reader reader;

  Statistics(Reader reader) {
    this.reader = reader;
  }

  /**
   * @param settled by all tasks that had ended by then
   */
  public record Point(Instant at, Dollars settled) {}

  /**
   * The settled cost as it grew.
   *
   * @param most points
   */
  public List<Point> cost(long batch, int most) {
    long[] span =
        reader.list(SPAN, (row, n) -> new long[] {row.getLong(1), row.getLong(2)}, batch).get(0);
    List<Point> points = new ArrayList<>();
    long[] sum = {0};
    reader.each(
        COST,
        row -> {
          sum[0] += row.getLong(2);
          points.add(new Point(Instant.ofEpochMilli(row.getLong(3)), new Dollars(sum[0])));
        },
        span[0],
        most - 1L,
        Math.max(1, span[1] - span[0]),
        batch);
    return points;
  }

  /** What was held for calls beyond what they are known to have cost. */
  public Dollars heldUnused(long batch) {
    return new Dollars(reader.list(UNUSED, (row, n) -> row.getLong(1), batch).get(0));
  }

  /** How many calls took how long, by the classes of {@link #LATENCIES}, one more. */
  public long[] latencies(long batch) {
    long[] counts = new long[LATENCIES.size() + 1];
    reader.each(LATENCY, row -> counts[row.getInt(1)] = row.getLong(2), batch);
    return counts;
  }

  private static String classes() {
    return IntStream.range(0, LATENCIES.size())
        .mapToObj(i -> "WHEN latency_ms <= %d THEN %d".formatted(LATENCIES.get(i), i))
        .collect(Collectors.joining(" ", "CASE ", " ELSE " + LATENCIES.size() + " END"));
  }
}
