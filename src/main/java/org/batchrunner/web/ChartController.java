package org.batchrunner.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.BatchView;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.Statistics;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Returns the data for the charts of a batch. */
@RestController
final class ChartController {

  private static final int POINTS = 200;

  private final BatchQueries inspection;
  private final Ledger ledger;

  ChartController(BatchQueries inspection, Ledger ledger) {
    this.inspection = inspection;
    this.ledger = ledger;
  }

  /** The settled cost of all tasks that had ended by then. */
  record Point(Instant t, Dollars settled) {}

  /**
   * @param uptoS seconds; null for all that took longer
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Latency(@Nullable BigDecimal uptoS, long count) {}

  /**
   * @param cap of the batch, in dollars
   * @param latency the number of calls by how long they took
   */
  record Charts(List<Point> cost, Dollars cap, List<Latency> latency, Map<Status, Long> status) {}

  @GetMapping("/api/batches/{id}/charts")
  Charts charts(@PathVariable String id) {
    BatchView view = inspection.view(id);
    long no = view.batch().no();
    return new Charts(
        ledger.statistics().cost(no, POINTS).stream()
            .map(point -> new Point(point.at(), point.settled()))
            .toList(),
        view.batch().options().perBatchCap(),
        latencies(ledger.statistics().latencies(no)),
        view.progress().byStatus());
  }

  private static List<Latency> latencies(long[] counts) {
    List<Latency> latencies = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      BigDecimal upTo =
          i < Statistics.LATENCIES.size()
              ? BigDecimal.valueOf(Statistics.LATENCIES.get(i), 3)
              : null;
      latencies.add(new Latency(upTo, counts[i]));
    }
    return latencies;
  }
}
