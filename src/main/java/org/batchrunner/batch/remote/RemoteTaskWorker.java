package org.batchrunner.batch.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.batch.active.RemoteBatches;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.batch.run.CallPlanner;
import org.batchrunner.batch.run.PlannedTask;
import org.batchrunner.batch.run.RecordedResult;
import org.batchrunner.batch.run.ReplyCache;
import org.batchrunner.batch.run.Run;
import org.batchrunner.batch.run.TaskAnswer;
import org.batchrunner.batch.run.TaskAnswer.Ending;
import org.batchrunner.batch.run.TaskMessage;
import org.batchrunner.common.Ticker;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.LedgerException;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.ledger.TaskClaims;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks for the holder of their batch, which may be another program: makes the run again from
 * its message and the ledger, and says what became of it.
 */
public final class RemoteTaskWorker {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteTaskWorker.class);

  private final Ledger ledger;
  private final CallPlanner preparation;
  private final RemoteBatches guests;
  private final String self;
  private final Ticker ticker;

  /**
   * @param self this program, as it is named in the ledger
   */
  public RemoteTaskWorker(
      Ledger ledger, CallPlanner preparation, RemoteBatches guests, String self, Ticker ticker) {
    this.ledger = ledger;
    this.preparation = preparation;
    this.guests = guests;
    this.self = self;
    this.ticker = ticker;
  }

  /**
   * Takes a task on.
   *
   * @return the {@link Run} to be run, or a {@link TaskAnswer} if there is nothing to run; null if
   *     it is running here already, by an earlier delivery of the message
   */
  public @Nullable Object take(TaskMessage message) {
    Optional<BatchRecord> batch = ledger.batches().find(message.batch());
    if (batch.isEmpty()) {
      return TaskAnswer.of(
          message, Ending.FAILED, self + " has another ledger: it has no such batch");
    }
    Run run;
    try {
      run = run(batch.get(), message);
    } catch (IllegalArgumentException e) {
      return TaskAnswer.of(message, Ending.FAILED, self + " can't work it: " + e.getMessage());
    }
    if (!ledger.work().begin(message.no(), message.epoch(), message.task().seq(), self)) {
      return begunBefore(message);
    }
    guests.arrive(batch.get(), message.epoch());
    run.begin(ticker.nanos());
    return run;
  }

  private @Nullable TaskAnswer begunBefore(TaskMessage message) {
    TaskClaims.Standing standing =
        ledger
            .work()
            .find(message.no(), message.task().seq())
            .orElse(new TaskClaims.Standing(0, false, null, null));
    if (standing.epoch() != message.epoch()) {
      return TaskAnswer.of(message, Ending.LOST, "its batch has been taken over since");
    }
    if (standing.ended()) {
      return TaskAnswer.of(message, Ending.DONE, null);
    }
    if (standing.answer() != null) {
      return TaskAnswer.read(standing.answer());
    }
    return self.equals(standing.worker())
        ? null
        : kept(
            message,
            TaskAnswer.of(
                message, Ending.LOST, standing.worker() + " had begun it and did not end it"));
  }

  /** Writes an answer in the ledger, too, since the holder may no longer wait for the message. */
  private TaskAnswer kept(TaskMessage message, TaskAnswer answer) {
    if (answer.ending() != Ending.DONE) {
      try {
        ledger.work().answer(message.no(), message.task().seq(), answer.json());
      } catch (LedgerException e) {
        LOG.warn(
            "batch {}: the answer of task {} is only sent over the broker: {}",
            message.batch(),
            message.task().seq(),
            e.getMessage());
      }
    }
    return answer;
  }

  private Run run(BatchRecord batch, TaskMessage message) {
    BatchContext context =
        new BatchContext(
            batch.id(),
            batch.no(),
            message.epoch(),
            batch.mode(),
            batch.options(),
            batch.corpusHash());
    PlannedTask prepared = preparation.prepare(context, message.task());
    Run run = new Run(context, prepared, message.begun());
    run.ask(first(run, prepared, message));
    if (!TaskMessage.hold(run).equals(message.hold())) {
      throw new IllegalArgumentException(
          "the prices here differ from those of the batch's holder; all nodes need the same");
    }
    if (message.begun() > 0) {
      ledger.results().calls(batch.no(), message.task().seq()).forEach(run::countPrior);
    }
    return run;
  }

  private List<CallInProgress> first(Run run, PlannedTask prepared, TaskMessage message) {
    List<String> keys = message.first().stream().map(TaskMessage.First::key).toList();
    if (!keys.equals(prepared.drafts().stream().map(first -> first.call().key()).toList())) {
      throw new IllegalArgumentException(
          "its requests would not be those that money was held for; all nodes need the same"
              + " settings and the same version");
    }
    Map<String, StoredReply> stored =
        message.first().stream().allMatch(TaskMessage.First::held)
            ? Map.of()
            : ledger.replies().find(run.context().no(), keys);
    List<CallInProgress> callings = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      PlannedTask.First first = prepared.drafts().get(i);
      TaskMessage.First told = message.first().get(i);
      CallInProgress calling = new CallInProgress(run, first.call(), first.prompt(), told.held());
      StoredReply reply = told.held() ? null : stored.get(told.key());
      if (reply != null) {
        calling.stored(ReplyCache.reply(reply));
      }
      if (told.intent() > 0) {
        calling.intendedAhead(told.intent());
        run.numbered(told.intent());
      }
      callings.add(calling);
    }
    return callings;
  }

  /** What became of a task that was taken on; waits until that is in the ledger. */
  public TaskAnswer ended(TaskMessage message, RecordedResult recorded) {
    boolean done;
    try {
      done = recorded.committed().join();
    } catch (CompletionException e) {
      return left(message, TaskAnswer.of(message, Ending.LOST, "" + e.getCause()));
    }
    return left(
        message,
        done
            ? TaskAnswer.of(message, Ending.DONE, null)
            : TaskAnswer.of(message, Ending.LOST, self + " left it undone"));
  }

  /**
   * Answers for a task that failed in an unforeseen way. Waits until the ledger has what its calls
   * have cost, since the holder of the batch gives back what is not settled.
   */
  public TaskAnswer failed(TaskMessage message, Throwable failure) {
    boolean unused =
        ledger
            .money()
            .withdraw(message.no(), message.epoch(), List.of(message.task().seq()))
            .handle((withdrawn, refused) -> refused == null)
            .join();
    return left(message, TaskAnswer.of(message, Ending.FAILED, "an unexpected error: " + failure));
  }

  private TaskAnswer left(TaskMessage message, TaskAnswer answer) {
    return kept(message, guests.leave(message, answer));
  }
}
