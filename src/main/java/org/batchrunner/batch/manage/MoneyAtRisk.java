package org.batchrunner.batch.manage;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.batchrunner.batch.EventLog;
import org.batchrunner.batch.active.DueReleases;
import org.batchrunner.common.Count;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.ReleasedCall;
import org.batchrunner.ledger.Releases.CallNo;
import org.batchrunner.ledger.RiskyCall;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Release;

/**
 * Money that calls of unknown cost may have taken: shows it call by call, and gives it back under
 * the cap when the owner of the money says so, or when the batch's option {@code release} does.
 */
public final class MoneyAtRisk {

  private static final Pattern CALL = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})");

  private final Ledger ledger;
  private final BatchQueries inspection;
  private final Reporter reporter;
  private final DueReleases due;
  private final Clock clock;

  public MoneyAtRisk(Ledger ledger, BatchQueries inspection, Reporter reporter, Clock clock) {
    this.ledger = ledger;
    this.inspection = inspection;
    this.reporter = reporter;
    this.due = new DueReleases(ledger, clock);
    this.clock = clock;
  }

  /**
   * What is at risk in a batch, and what was released.
   *
   * @param calls by task, and in their order
   * @param released also what a late settlement has put right since
   */
  public record View(BatchRecord batch, List<RiskyCall> calls, List<ReleasedCall> released) {}

  /**
   * @param batch its id, or the beginning of it
   * @throws UnknownBatchException if none or several begin like that
   */
  public View view(String batch) {
    BatchRecord record = inspection.view(inspection.resolve(batch)).batch();
    return new View(
        record, ledger.releases().atRisk(record.no()), ledger.releases().released(record.no()));
  }

  /**
   * What was released.
   *
   * @param amount together
   * @param message the same as a sentence
   */
  public record Done(int calls, Dollars amount, String message) {}

  /**
   * Releases all calls of a batch that are at risk now.
   *
   * @param how who or what does it, in words
   * @throws UnknownBatchException if the batch is unknown, or its options do not allow it
   */
  public Done releaseAll(String batch, String how) {
    View view = view(batch);
    return release(view, view.calls().stream().map(RiskyCall::id).toList(), how);
  }

  /**
   * Releases calls of a batch: those that are still at risk.
   *
   * @param calls by their ids, as {@link RiskyCall#id} gives them
   * @param how who or what does it, in words
   * @throws UnknownBatchException if the batch is unknown, a call is none of those at risk, or the
   *     batch's options do not allow it; then nothing is released
   */
  public Done release(String batch, List<String> calls, String how) {
    return release(view(batch), calls, how);
  }

  private Done release(View view, List<String> calls, String how) {
    BatchRecord batch = view.batch();
    if (batch.options().release() == Release.NEVER) {
      throw new UnknownBatchException(
          "%s: its option release is never, so nothing is given back. If you have looked at the vendor's bill, allow it first: batch-runner set %s release=by-hand"
              .formatted(batch.id(), batch.id()));
    }
    List<CallNo> wanted = numbers(view, calls);
    List<Dollars> released = Ledger.await(ledger.releases().release(batch.no(), wanted, how));
    Dollars amount = Dollars.sum(released.stream());
    if (!released.isEmpty()) {
      EventLog.moneyReleased(batch.id(), released, how);
      report(batch.id());
    }
    Dollars left = inspection.view(batch.id()).atRisk();
    return new Done(
        released.size(),
        amount,
        "%s: $%s of %s is back under the cap; $%s is still at risk"
            .formatted(batch.id(), amount, Count.of(released.size(), "call"), left));
  }

  private static List<CallNo> numbers(View view, List<String> calls) {
    Map<String, RiskyCall> atRisk =
        view.calls().stream().collect(Collectors.toMap(RiskyCall::id, Function.identity()));
    Set<String> released =
        view.released().stream()
            .map(call -> call.seq() + "." + call.no())
            .collect(Collectors.toSet());
    List<CallNo> numbers = new ArrayList<>();
    for (String id : new LinkedHashSet<>(calls)) {
      RiskyCall risky = CALL.matcher(id).matches() ? atRisk.get(id) : null;
      if (risky == null) {
        throw new UnknownBatchException(
            "%s: %s; see: batch-runner release %s"
                .formatted(
                    view.batch().id(),
                    released.contains(id)
                        ? "call " + id + " was released before"
                        : "no call '%s' is at risk".formatted(id),
                    view.batch().id()));
      }
      numbers.add(new CallNo(risky.call().seq(), risky.call().no()));
    }
    return numbers;
  }

  /**
   * Releases what is due by the options of all batches. Named by the route {@code release-money}.
   */
  public void releaseDue() {
    for (BatchRecord batch : ledger.releases().batchesAtRisk()) {
      if (!due.release(batch).isEmpty()) {
        report(batch.id());
      }
    }
  }

  /** Whoever works the batch writes its files; where nobody does they are written here. */
  private void report(String id) {
    BatchRecord batch = inspection.view(id).batch();
    boolean worked = batch.leaseOwner() != null && batch.leased(clock.instant());
    if (worked || batch.startedAt() == null) {
      return;
    }
    String unused = reporter.rewrite(id);
    boolean unusedToo = ledger.batches().reportedAgain(id, batch.corrections());
  }
}
