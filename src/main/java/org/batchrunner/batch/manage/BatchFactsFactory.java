package org.batchrunner.batch.manage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.batch.accept.Redactors;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.CreditProbe;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.RequestedState;
import org.batchrunner.outbox.BatchFacts;
import org.batchrunner.task.BatchState;
import org.jspecify.annotations.Nullable;

/** What reports say of a batch, from its record in the ledger. */
public final class BatchFactsFactory {

  private BatchFactsFactory() {}

  public static BatchFacts of(BatchRecord batch, Redactors redactors) {
    return of(batch, redactors.redact(batch.options(), batch.reason()));
  }

  /** With what summaries alone tell. */
  static BatchFacts ofSummary(
      BatchRecord batch, Redactors redactors, Ledger ledger, List<String> notes) {
    BatchFacts facts = of(batch, redactors);
    facts.more().put(BatchFacts.HELD_UNUSED, ledger.statistics().heldUnused(batch.no()));
    if (!notes.isEmpty()) {
      facts.more().put("notes", notes);
    }
    return facts;
  }

  /**
   * @param reason why it is in its state, as it may be seen
   */
  public static BatchFacts of(BatchRecord batch, @Nullable String reason) {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("dropped", batch.dropped());
    if (batch.breach() != null) {
      more.put("breach", batch.breach());
    }
    if (!batch.released().isZero()) {
      more.put(BatchFacts.RELEASED, batch.released());
    }
    CreditProbe probe = batch.probe();
    boolean waits = batch.state() == BatchState.PAUSED && batch.wanted() == RequestedState.RUN;
    if (probe != null && waits) {
      more.put("next_probe", probe.at());
    }
    return new BatchFacts(
        batch.id(),
        batch.source(),
        batch.sha256(),
        batch.version(),
        batch.total(),
        batch.options(),
        batch.corpusHash(),
        batch.mode(),
        batch.state(),
        reason,
        batch.startedAt(),
        batch.finishedAt(),
        batch.totals().spent(),
        batch.budget().held(),
        batch.budget().atRisk(),
        more);
  }
}
