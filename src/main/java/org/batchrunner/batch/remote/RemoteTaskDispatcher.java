package org.batchrunner.batch.remote;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.batchrunner.batch.LoggedWrites;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.StopRequest;
import org.batchrunner.batch.call.SharedCalls;
import org.batchrunner.batch.run.RecordedResult;
import org.batchrunner.batch.run.TaskAnswer;
import org.batchrunner.batch.run.TaskMessage;
import org.batchrunner.common.Ticker;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.LedgerException;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.ledger.TaskClaims;
import org.batchrunner.task.Reply;
import org.batchrunner.task.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has tasks worked by whoever takes them from a message broker: the side of the batch's holder. */
public final class RemoteTaskDispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteTaskDispatcher.class);

  private final Ledger ledger;
  private final SharedCalls handedOver;
  private final Duration patience;
  private final Ticker ticker;

  /**
   * @param handedOver the calls of tasks that are on their way
   * @param patience how long a task may take, from its message to its result, before it is lost
   */
  public RemoteTaskDispatcher(
      Ledger ledger, SharedCalls handedOver, Duration patience, Ticker ticker) {
    this.ledger = ledger;
    this.handedOver = handedOver;
    this.patience = patience;
    this.ticker = ticker;
  }

  /**
   * Waits until no task with the same calls is on its way: rows that repeat share one call, on
   * whichever node.
   *
   * @return to be given to {@link #over} when the answer has come or is not to come
   */
  public Lead begin(ActiveBatch batch, TaskMessage message) {
    Lead lead = new Lead(keys(batch, message), new CompletableFuture<>());
    for (String key : lead.keys) {
      CompletableFuture<Optional<Reply>> other = handedOver.join(key, lead.over);
      while (other != null) {
        other.join();
        other = handedOver.join(key, lead.over);
      }
    }
    return lead;
  }

  /** Lets those go on that wait for this task's calls. */
  public void over(TaskMessage message, Lead lead) {
    message.first().forEach(first -> handedOver.withdraw(first.key()));
    lead.keys.forEach(key -> handedOver.end(key, lead.over, Optional.empty()));
  }

  /** The calls of a task that is on its way, of which others with the same ones wait for. */
  public static final class Lead {

    private final List<String> keys;
    private final CompletableFuture<Optional<Reply>> over;

    private Lead(List<String> keys, CompletableFuture<Optional<Reply>> over) {
      this.keys = keys;
      this.over = over;
    }
  }

  /** In one order for all, so that no two tasks wait for each other. */
  private static List<String> keys(ActiveBatch batch, TaskMessage message) {
    if (!batch.options().reuse()) {
      return List.of();
    }
    return message.first().stream()
        .filter(TaskMessage.First::held)
        .map(TaskMessage.First::key)
        .distinct()
        .sorted()
        .toList();
  }

  /** Takes over what became of a task. */
  public RecordedResult answered(ActiveBatch batch, TaskMessage message, TaskAnswer answer) {
    String reason = String.valueOf(answer.reason());
    switch (answer.ending()) {
      case BREACH -> batch.stop(StopRequest.BREACH, reason);
      case OUT_OF_CREDIT -> batch.outOfCredit(Objects.requireNonNull(answer.probe()), reason);
      case FAILED -> batch.stop(StopRequest.PAUSE, reason);
      case LOST -> lost(batch, message, reason);
      case DONE -> {}
    }
    return switch (answer.ending()) {
      case DONE, BREACH -> done(message);
      case OUT_OF_CREDIT, FAILED -> undone(message);
      case LOST -> RecordedResult.undone(message.task());
    };
  }

  private RecordedResult done(TaskMessage message) {
    Result result =
        ledger
            .results()
            .find(message.no(), message.task().seq())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "task %d of batch %s is said to be done, and has no result in this ledger"
                            .formatted(message.task().seq(), message.batch())));
    return new RecordedResult(
        message.task(), StoredResult.of(result), CompletableFuture.completedFuture(true));
  }

  /** None of its calls is under way: its money goes back. */
  private RecordedResult undone(TaskMessage message) {
    LoggedWrites.change(
        ledger.money().withdraw(message.no(), message.epoch(), List.of(message.task().seq())));
    return RecordedResult.undone(message.task());
  }

  /**
   * Returns whether a task whose answer has not come may still end: its message may wait for a
   * worker, or a worker may be running it. Its result will be in the ledger even if the answer is
   * lost.
   *
   * @param sent whether its message surely went to the broker
   * @param handedOver when the message was written, in nanoseconds of the ticker
   * @return true also while the ledger can't be read, unless the batch is to be left
   */
  public boolean isOpen(ActiveBatch batch, TaskMessage message, boolean sent, long handedOver) {
    if (ticker.nanos() - handedOver > patience.toNanos()) {
      return false;
    }
    Optional<TaskClaims.Standing> standing;
    try {
      standing = standing(message);
    } catch (LedgerException e) {
      LOG.debug("batch {}: the ledger can't be asked about a task", batch.id(), e);
      return !batch.stopRequest().leavesBatchUnfinished();
    }
    return standing
        .filter(found -> !found.ended() && found.answer() == null)
        .map(
            found ->
                found.worker() != null || (sent && !batch.stopRequest().leavesBatchUnfinished()))
        .orElse(false);
  }

  /** Returns what the ledger knows of the task; empty if the batch has been taken over since. */
  private Optional<TaskClaims.Standing> standing(TaskMessage message) {
    return ledger
        .work()
        .find(message.no(), message.task().seq())
        .filter(standing -> standing.epoch() == message.epoch());
  }

  /**
   * Returns what became of a task whose answer did not come. If the ledger has neither a result nor
   * an answer of it, the task is lost.
   */
  public RecordedResult unanswered(ActiveBatch batch, TaskMessage message, String why) {
    try {
      Optional<TaskClaims.Standing> standing = standing(message);
      if (standing.isPresent() && standing.get().ended()) {
        return done(message);
      }
      String answer = standing.map(TaskClaims.Standing::answer).orElse(null);
      return answer == null
          ? lost(batch, message, why)
          : answered(batch, message, TaskAnswer.read(answer));
    } catch (LedgerException e) {
      return lost(batch, message, "%s; %s".formatted(why, e.getMessage()));
    }
  }

  /**
   * Nobody can say what became of a task. Its batch is claimed again when the tasks under way have
   * ended: that puts its calls at risk, and works the task again.
   */
  private RecordedResult lost(ActiveBatch batch, TaskMessage message, String why) {
    LOG.warn("batch {}: task {} was lost: {}", batch.id(), message.task().seq(), why);
    batch.stop(
        StopRequest.CLAIM_AGAIN, "task %d was lost: %s".formatted(message.task().seq(), why));
    return RecordedResult.undone(message.task());
  }
}
