package org.batchrunner.batch.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.ledger.Bill;
import org.batchrunner.ledger.CallRecord;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.task.Draft;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Phase;
import org.batchrunner.task.Result;
import org.batchrunner.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * What earlier attempts at a task have cost and brought, for results that are made without running
 * it: nothing that was paid for is hidden by a refusal.
 */
public final class PriorCalls {

  private final Ledger ledger;
  private final CallPlanner preparation;
  private final Debate debate;

  public PriorCalls(Ledger ledger, CallPlanner preparation, Debate debate) {
    this.ledger = ledger;
    this.preparation = preparation;
    this.debate = debate;
  }

  /** The result with the calls that the ledger has of its task; as it is if there are none. */
  public Result billed(BatchContext context, Set<Integer> prior, Task task, Result bare) {
    if (!prior.contains(task.seq())) {
      return bare;
    }
    List<CallRecord> calls = ledger.results().calls(context.no(), task.seq());
    Bill bill = Bill.of(calls);
    Result billed = billed(bare, bill).withDrafts(drafts(context, task, calls));
    return billed.error() == null && bill.error() != null ? billed.withError(bill.error()) : billed;
  }

  public static Result billed(Result bare, Bill bill) {
    return bare.withBill(bill.usage(), bill.settled(), bill.spent(), bill.attempts());
  }

  /** What the debaters answered, as far as they were asked. */
  private List<Draft> drafts(BatchContext context, Task task, List<CallRecord> calls) {
    Map<Integer, StoredReply> replies = ledger.replies().ofTask(context.no(), task.seq());
    Run run;
    try {
      PlannedTask prepared = preparation.prepare(context, task);
      run = new Run(context, prepared, 0);
      List<CallInProgress> callings = new ArrayList<>();
      for (PlannedTask.First first : prepared.drafts()) {
        callings.add(new CallInProgress(run, first.call(), first.prompt(), false));
      }
      run.ask(callings);
    } catch (IllegalArgumentException e) {
      return List.of(); // it can't be asked any more: its result says why
    }
    List<CallResult> answers = new ArrayList<>();
    for (CallInProgress calling : run.calls()) {
      CallResult answer = answer(calling, calls, replies);
      if (answer != null) {
        answers.add(answer);
      }
    }
    return answers.isEmpty() ? List.of() : debate.read(answers).drafts();
  }

  /** The debater's newest reply, else its newest error; null if it was never asked. */
  private static @Nullable CallResult answer(
      CallInProgress calling, List<CallRecord> calls, Map<Integer, StoredReply> replies) {
    ModelId debater = calling.call().model();
    CallResult newest = null;
    for (CallRecord call : calls) {
      boolean asked = call.phase() == Phase.DEBATE && call.model().equals(debater);
      StoredReply reply = replies.get(call.no());
      if (!asked || !Bill.attempted(call)) {
        continue;
      }
      if (reply != null) {
        newest = CallResult.replied(calling, ReplyCache.reply(reply));
      } else if (newest == null || newest.reply() == null) {
        String error = call.error() == null ? "it gave no usable answer" : call.error();
        newest = CallResult.not(calling, CallResult.Ending.FAILED, error);
      }
    }
    return newest;
  }
}
