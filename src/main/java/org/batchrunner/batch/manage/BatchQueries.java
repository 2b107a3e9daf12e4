package org.batchrunner.batch.manage;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.batch.accept.Redactors;
import org.batchrunner.ledger.BatchFilter;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.Page;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.outbox.Reports;
import org.jspecify.annotations.Nullable;

/** What can be seen of batches. */
public final class BatchQueries {

  private static final int MOST = 100_000;

  private final Ledger ledger;
  private final Outbox outbox;
  private final InputStore inputs;
  private final Redactors redactors;

  public BatchQueries(Ledger ledger, Outbox outbox, InputStore inputs, Redactors redactors) {
    this.ledger = ledger;
    this.outbox = outbox;
    this.inputs = inputs;
    this.redactors = redactors;
  }

  /**
   * @throws UnknownBatchException if there is no batch with this id
   */
  public BatchView view(String id) {
    return ledger
        .batches()
        .find(id)
        .map(BatchQueries::view)
        .orElseThrow(
            () ->
                new UnknownBatchException(
                    "there is no batch " + id + "; see: batch-runner status"));
  }

  /** Newest first. */
  public List<BatchView> latest(int most) {
    return ledger.batches().list(Set.of(), 0, most).rows().stream()
        .map(BatchQueries::view)
        .toList();
  }

  /** Newest first, those that the filter leaves. */
  public Page<BatchView> list(BatchFilter filter, int offset, int limit) {
    Page<BatchRecord> page = ledger.batches().list(filter, offset, limit);
    return new Page<>(page.rows().stream().map(BatchQueries::view).toList(), page.total());
  }

  private static BatchView view(BatchRecord batch) {
    return new BatchView(batch);
  }

  /**
   * A batch's id, from its beginning.
   *
   * @throws UnknownBatchException if none or several begin like that
   */
  public String resolve(String beginning) {
    if (ledger.batches().find(beginning).isPresent()) {
      return beginning;
    }
    List<String> ids =
        ledger.batches().list(Set.of(), 0, MOST).rows().stream()
            .map(BatchRecord::id)
            .filter(id -> id.startsWith(beginning))
            .toList();
    if (ids.size() == 1) {
      return ids.get(0);
    }
    throw new UnknownBatchException(
        ids.isEmpty()
            ? "there is no batch %s; see: batch-runner status".formatted(beginning)
            : "%d batches begin with %s: %s; give more of the id"
                .formatted(ids.size(), beginning, String.join(", ", ids)));
  }

  /** The summary of a batch, as it is or will be in its {@code batch-summary.json}. */
  public Map<String, @Nullable Object> summary(String id) {
    BatchView view = view(id);
    return new Reports(outbox)
        .summary(
            BatchFactsFactory.ofSummary(view.batch(), redactors, ledger, notes(id)), view.totals());
  }

  /** What was left out of a batch's file, as sentences. */
  public List<String> notes(String id) {
    return inputs.notes(id);
  }
}
