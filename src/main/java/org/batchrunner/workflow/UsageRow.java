package org.batchrunner.workflow;

import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Phase;
import org.batchrunner.task.Reply;
import org.batchrunner.task.Usage;

/** The row of a reply in {@code usage}. */
public final class UsageRow {

  private static final double MILLIS_PER_SECOND = 1000;

  private UsageRow() {}

  /**
   * @param asked the model that was called; the row names the one that replied
   * @return a reply from the ledger costs nothing; tokens that the reply does not say are 0
   */
  public static Usage of(Phase phase, ModelId asked, Reply reply) {
    Tokens tokens = reply.tokens() == null ? Tokens.NONE : reply.tokens();
    return new Usage(
        phase,
        asked.provider(),
        reply.model(),
        tokens.prompt(),
        tokens.cacheRead(),
        tokens.output(),
        reply.reused() ? Dollars.ZERO : reply.cost(),
        reply.latencyMs() / MILLIS_PER_SECOND);
  }
}
