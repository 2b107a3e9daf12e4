package org.batchrunner.batch;

import org.batchrunner.ledger.CallRecord;
import org.batchrunner.ledger.CallState;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Usage;

/** What calls of an earlier attempt at a task have cost, as rows of its bill. */
final class Bills {

  private static final double MILLIS_PER_SECOND = 1000;

  private Bills() {}

  static void count(Run run, CallRecord call) {
    if (call.state() == CallState.AT_RISK) {
      run.countLost(call.cost());
    }
    if (call.state() != CallState.SETTLED) {
      return;
    }
    Tokens tokens = call.tokens() == null ? Tokens.NONE : call.tokens();
    run.count(
        call.model(),
        new Usage(
            call.phase(),
            call.model().provider(),
            call.replyModel() == null ? call.model().model() : call.replyModel(),
            tokens.prompt(),
            tokens.cacheRead(),
            tokens.output(),
            call.cost(),
            call.latencyMs() / MILLIS_PER_SECOND));
  }
}
