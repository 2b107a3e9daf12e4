package org.batchrunner.batch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.batchrunner.ledger.Claim;
import org.batchrunner.ledger.Hold;
import org.batchrunner.ledger.Intent;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.money.Admission;
import org.batchrunner.money.Dollars;
import org.jspecify.annotations.Nullable;

/** Sets money aside for tasks, with the intents of their first calls in the same commit. */
final class Holds {

  private final Ledger ledger;
  private final CallsInFlight inFlight;
  private final Foresight foresight;

  Holds(Ledger ledger, CallsInFlight inFlight, Foresight foresight) {
    this.ledger = ledger;
    this.inFlight = inFlight;
    this.foresight = foresight;
  }

  /** Runs for these tasks, with the replies that the ledger has for them. */
  List<Candidate> candidates(ActiveBatch batch, List<Prepared> chunk) {
    List<String> keys =
        chunk.stream()
            .filter(prepared -> prepared.options().reuse())
            .flatMap(prepared -> prepared.drafts().stream())
            .map(first -> first.call().key())
            .toList();
    Set<String> announced =
        keys.stream().filter(inFlight::announce).collect(Collectors.toCollection(HashSet::new));
    List<String> taken = List.copyOf(announced);
    List<Candidate> candidates = new ArrayList<>();
    try {
      Map<String, StoredReply> stored =
          keys.isEmpty() ? Map.of() : ledger.replies().find(batch.context().no(), keys);
      for (Prepared prepared : chunk) {
        candidates.add(candidate(batch, prepared, stored, announced));
      }
    } catch (RuntimeException e) {
      taken.forEach(inFlight::withdraw);
      throw e;
    }
    return candidates;
  }

  private Candidate candidate(
      ActiveBatch batch,
      Prepared prepared,
      Map<String, StoredReply> stored,
      Set<String> announced) {
    Dollars needed = Dollars.ZERO;
    List<Calling> callings = new ArrayList<>();
    Claim.@Nullable Prior prior = batch.prior().get(prepared.task().seq());
    Run run = new Run(batch.context(), prepared, prior == null ? 0 : prior.calls());
    for (Prepared.First first : prepared.drafts()) {
      String key = first.call().key();
      StoredReply reply = prepared.options().reuse() ? stored.get(key) : null;
      Calling calling = new Calling(run, first.call(), first.prompt(), reply == null);
      if (reply != null) {
        calling.stored(StoredReplies.reply(reply));
        if (announced.remove(key)) {
          inFlight.withdraw(key);
        }
      } else {
        needed = needed.plus(first.call().worst());
        if (announced.remove(key) || !prepared.options().reuse()) {
          calling.intendedAhead(run.nextNumber());
        }
      }
      callings.add(calling);
    }
    run.ask(callings);
    needed = needed.plus(judgeWorst(run, prepared));
    if (prior != null) {
      ledger
          .results()
          .calls(batch.context().no(), prepared.task().seq())
          .forEach(call -> Bills.count(run, call));
    }
    return new Candidate(prepared, run, needed);
  }

  /** Nothing where the ledger has the judgment too: no cap refuses what needs no payment. */
  private Dollars judgeWorst(Run run, Prepared prepared) {
    return prepared.isJudged() && prepared.options().reuse()
        ? foresight.judge(run).map(Foresight.Foreseen::worst).orElse(prepared.judgeWorst())
        : prepared.judgeWorst();
  }

  CompletableFuture<List<Admission>> admit(ActiveBatch batch, List<Candidate> candidates) {
    List<Hold> holds =
        candidates.stream()
            .map(
                candidate ->
                    new Hold(
                        candidate.prepared().task().seq(),
                        candidate.prepared().task().id(),
                        candidate.needed(),
                        candidate.prepared().options().perRunCap(),
                        candidate.run().calls().stream()
                            .filter(Calling::hasIntentAhead)
                            .map(Holds::intent)
                            .toList()))
            .toList();
    return ledger.money().admit(batch.context().no(), batch.epoch(), holds);
  }

  static Intent intent(Calling calling) {
    return new Intent(
        calling.run().task().seq(),
        calling.intent(),
        calling.call().phase(),
        calling.call().model(),
        calling.call().worst());
  }

  /** Takes back what was announced of a run that will not begin. */
  void withdraw(Run run) {
    run.calls().stream()
        .filter(Calling::hasIntentAhead)
        .forEach(calling -> inFlight.withdraw(calling.call().key()));
  }

  /** Gives back the money of a run that has not begun: none of its calls was made. */
  void giveBack(Run run) {
    withdraw(run);
    RunContext context = run.context();
    Unawaited.change(
        ledger.money().withdraw(context.no(), context.epoch(), List.of(run.task().seq())));
  }
}
