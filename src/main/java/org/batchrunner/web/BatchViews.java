package org.batchrunner.web;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.BatchView;
import org.batchrunner.ledger.BatchFilter;
import org.batchrunner.ledger.Page;
import org.batchrunner.outbox.Rate;
import org.batchrunner.task.BatchState;

/** Creates the API's view of batches, with the rate at which each one proceeds. */
final class BatchViews {

  private static final Set<BatchState> OPEN =
      EnumSet.of(BatchState.ACCEPTED, BatchState.RUNNING, BatchState.PAUSED);
  private static final int MOST_OPEN = 200;

  private final BatchQueries inspection;
  private final Clock clock;
  private final Map<String, Rate> rates = new ConcurrentHashMap<>();

  BatchViews(BatchQueries inspection, Clock clock) {
    this.inspection = inspection;
    this.clock = clock;
  }

  /**
   * @throws org.batchrunner.batch.manage.UnknownBatchException if there is no batch with this id
   */
  BatchJson get(String id) {
    return json(inspection.view(id));
  }

  Page<BatchJson> list(BatchFilter filter, int offset, int limit) {
    Page<BatchView> page = inspection.list(filter, offset, limit);
    return new Page<>(page.rows().stream().map(this::json).toList(), page.total());
  }

  /** Returns the batches that have not ended. */
  List<BatchJson> open() {
    return list(new BatchFilter(OPEN, null, null, null), 0, MOST_OPEN).rows();
  }

  /** Measures the rate of the running batches; must be called once a second. */
  void measure() {
    Instant now = clock.instant();
    List<BatchView> running =
        inspection
            .list(new BatchFilter(EnumSet.of(BatchState.RUNNING), null, null, null), 0, MOST_OPEN)
            .rows();
    rates
        .keySet()
        .retainAll(running.stream().map(view -> view.batch().id()).collect(Collectors.toSet()));
    for (BatchView view : running) {
      rates.compute(
          view.batch().id(),
          (id, rate) -> rate == null ? Rate.from(now, view.done()) : rate.next(now, view.done()));
    }
  }

  private BatchJson json(BatchView view) {
    Rate rate = view.batch().state() == BatchState.RUNNING ? rates.get(view.batch().id()) : null;
    return BatchJson.of(view, rate == null ? OptionalDouble.empty() : rate.perSecond());
  }
}
