package org.batchrunner.ledger;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.batchrunner.common.Json;
import org.batchrunner.money.Admission;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Grant;
import org.batchrunner.task.Result;

/**
 * Holds, intents, settlements and results. Each future completes when the change is durable, on the
 * writer's thread: what is chained to it must be short and must not wait for the ledger. Changes of
 * one batch take effect in the order in which they are given, awaited or not.
 *
 * <p>After every commit settled + at risk + held is at most the cap, for the batch and for each
 * task, in the mode {@code hard} and unless a reply cost more than its worst case.
 */
public final class MoneyLedger {

  private final Writer writer;

  MoneyLedger(Writer writer) {
    this.writer = writer;
  }

  /**
   * Decides on tasks in their order, up to the first that must wait; those after it wait too. The
   * admitted ones are in the ledger, their money held and their first calls intended. In the mode
   * {@code soft} a task is admitted while the cost of the ended ones is below the cap.
   *
   * <p>Fails with {@link LeaseLostException} if the epoch is not the batch's.
   */
  public CompletableFuture<List<Admission>> admit(long batch, long epoch, List<Hold> holds) {
    List<Hold> inOrder = List.copyOf(holds);
    return writer.submit(batch, keeper -> keeper.admit(epoch, inOrder));
  }

  /**
   * Notes a call before it is made. It draws on its task's hold, which is enlarged first.
   *
   * <p>Fails with {@link LeaseLostException} if the epoch is not the batch's.
   *
   * @param enlargeBy zero if the hold was made for this call. Where the hold has less left than the
   *     call may cost it is enlarged to that
   */
  public CompletableFuture<Grant> intend(
      long batch, long epoch, IntendedCall intent, Dollars enlargeBy) {
    return writer.submit(batch, keeper -> keeper.intend(epoch, intent, enlargeBy));
  }

  /**
   * Notes what became of a call, whoever holds the batch by now. False if that was known already.
   *
   * <p>A call that cost nothing leaves its money with the task; any other uses it up. A call that
   * was taken for lost meanwhile is put right.
   */
  public CompletableFuture<Boolean> settle(long batch, Settlement settlement) {
    String answer = settlement.answer() == null ? null : Json.write(settlement.answer().text());
    return writer.submit(batch, keeper -> keeper.settle(settlement, answer));
  }

  /**
   * Takes back tasks that were admitted and of whose calls none was sent since: those calls cost
   * nothing, what is held goes back, and the tasks can be admitted again.
   *
   * <p>Fails with {@link LeaseLostException} if the epoch is not the batch's.
   *
   * @return the number of tasks, without those that have their result
   */
  public CompletableFuture<Integer> withdraw(long batch, long epoch, Collection<Integer> seqs) {
    List<Integer> numbers = List.copyOf(seqs);
    return writer.submit(batch, keeper -> keeper.withdraw(epoch, numbers));
  }

  /**
   * Notes that a reply cost more than its worst case: nothing more of the batch is admitted.
   *
   * @param json about it; that of the first breach stays
   */
  public CompletableFuture<Boolean> breach(long batch, String json) {
    return writer.submitAlone(
        session ->
            session.update(
                    "UPDATE account SET breach = ?, revision = revision + 1"
                        + " WHERE batch = ? AND breach IS NULL",
                    json,
                    batch)
                > 0);
  }

  /**
   * Ends a task and gives what is left of its hold back to the batch. Calls that are intended still
   * stay at risk: settle those that were never sent before. False, and nothing is changed, if the
   * epoch is not the batch's or the task has its result.
   */
  public CompletableFuture<Boolean> record(long batch, long epoch, StoredResult result) {
    return writer.submit(batch, keeper -> keeper.end(epoch, result));
  }

  /** As {@link #record(long, long, StoredResult)}. */
  public CompletableFuture<Boolean> record(long batch, long epoch, Result result) {
    return record(batch, epoch, StoredResult.of(result));
  }

  /** Ends many tasks in one commit; the number of those that had no result yet. */
  public CompletableFuture<Integer> recordAll(long batch, long epoch, List<Result> results) {
    List<StoredResult> endings = results.stream().map(StoredResult::of).toList();
    return writer.submit(
        batch,
        keeper -> {
          int ended = 0;
          for (StoredResult ending : endings) {
            ended += keeper.end(epoch, ending) ? 1 : 0;
          }
          return ended;
        });
  }
}
