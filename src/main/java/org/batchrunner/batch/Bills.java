package org.batchrunner.batch;

import java.util.Optional;
import org.batchrunner.ledger.Bill;
import org.batchrunner.ledger.CallRecord;
import org.batchrunner.ledger.CallState;
import org.batchrunner.task.Usage;

/** What calls of an earlier attempt at a task have cost, as rows of its bill. */
final class Bills {

  private Bills() {}

  static void count(Run run, CallRecord call) {
    if (Bill.attempted(call)) {
      run.attempted();
    }
    Optional<Usage> usage = call.usage();
    if (usage.isPresent()) {
      run.count(call.model(), usage.get());
    } else if (call.state() == CallState.AT_RISK) {
      run.countLost(call.cost());
    }
  }
}
