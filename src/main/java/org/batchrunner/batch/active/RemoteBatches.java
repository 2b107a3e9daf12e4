package org.batchrunner.batch.active;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.batchrunner.batch.run.TaskAnswer;
import org.batchrunner.batch.run.TaskAnswer.Ending;
import org.batchrunner.batch.run.TaskMessage;
import org.batchrunner.common.Ticker;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Claim;
import org.batchrunner.ledger.CreditProbe;

/**
 * Batches of other programs whose tasks run here: what their calls must know and can tell, until
 * the last of these tasks has ended. Thread-safe.
 */
public final class RemoteBatches {

  private record Visit(ActiveBatch batch, int tasks) {

    Visit plus(int more) {
      return new Visit(batch, tasks + more);
    }
  }

  private final Ticker ticker;
  private final Map<String, Visit> visits = new ConcurrentHashMap<>();

  public RemoteBatches(Ticker ticker) {
    this.ticker = ticker;
  }

  Optional<ActiveBatch> find(String id) {
    return Optional.ofNullable(visits.get(id)).map(Visit::batch);
  }

  boolean isEmpty() {
    return visits.isEmpty();
  }

  public void arrive(BatchRecord batch, long epoch) {
    visits.compute(
        batch.id(),
        (id, visit) ->
            visit == null || visit.batch.epoch() != epoch
                ? new Visit(new ActiveBatch(new Claim(batch, new BitSet(), Map.of()), ticker), 1)
                : visit.plus(1));
  }

  /** The answer, put right by what was found out meanwhile about the batch as a whole. */
  public TaskAnswer leave(TaskMessage message, TaskAnswer answer) {
    Optional<ActiveBatch> batch = find(message.batch());
    visits.computeIfPresent(
        message.batch(),
        (id, visit) ->
            visit.batch.epoch() != message.epoch()
                ? visit
                : visit.tasks == 1 ? null : visit.plus(-1));
    return batch
        .filter(visited -> visited.epoch() == message.epoch() && !visited.goesOn())
        .map(visited -> told(message, answer, visited))
        .orElse(answer);
  }

  private static TaskAnswer told(TaskMessage message, TaskAnswer answer, ActiveBatch batch) {
    boolean done = answer.ending() == Ending.DONE;
    return switch (batch.stopRequest()) {
      case BREACH -> done ? TaskAnswer.of(message, Ending.BREACH, batch.reason()) : answer;
      case PAUSE, REFUSED, PAUSE_BY_USER -> done ? answer : paused(message, batch);
      case NONE, CANCEL, LEAVE, CLAIM_AGAIN, TAKEN_OVER -> answer;
    };
  }

  private static TaskAnswer paused(TaskMessage message, ActiveBatch batch) {
    CreditProbe probe = batch.probe();
    return probe == null
        ? TaskAnswer.of(message, Ending.FAILED, batch.reason())
        : TaskAnswer.outOfCredit(message, batch.reason(), probe);
  }

  void leaveAll() {
    visits.values().forEach(v -> v.batch.stop(StopRequest.LEAVE, "the program stopped"));
  }
}
