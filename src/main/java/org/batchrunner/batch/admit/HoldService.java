package org.batchrunner.batch.admit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.batch.LoggedWrites;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.call.SharedCalls;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.batch.run.PlannedTask;
import org.batchrunner.batch.run.ReplyCache;
import org.batchrunner.batch.run.ReplyReplay;
import org.batchrunner.batch.run.Run;
import org.batchrunner.ledger.Claim;
import org.batchrunner.ledger.Hold;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.money.Admission;
import org.batchrunner.money.Dollars;
import org.jspecify.annotations.Nullable;

/** Sets money aside for tasks, with the intents of their first calls in the same commit. */
public final class HoldService {

  private final Ledger ledger;
  private final SharedCalls inFlight;
  private final ReplyReplay foresight;

  public HoldService(Ledger ledger, SharedCalls inFlight, ReplyReplay foresight) {
    this.ledger = ledger;
    this.inFlight = inFlight;
    this.foresight = foresight;
  }

  /** Runs for these tasks, with the replies that the ledger has for them. */
  List<AdmissionCandidate> candidates(ActiveBatch batch, List<PlannedTask> chunk) {
    List<String> keys =
        chunk.stream()
            .filter(prepared -> prepared.options().reuse())
            .flatMap(prepared -> prepared.drafts().stream())
            .map(first -> first.call().key())
            .toList();
    Set<String> announced =
        keys.stream().filter(inFlight::announce).collect(Collectors.toCollection(HashSet::new));
    List<String> taken = List.copyOf(announced);
    List<AdmissionCandidate> candidates = new ArrayList<>();
    try {
      Map<String, StoredReply> stored =
          keys.isEmpty() ? Map.of() : ledger.replies().find(batch.context().no(), keys);
      for (PlannedTask prepared : chunk) {
        candidates.add(candidate(batch, prepared, stored, announced));
      }
    } catch (RuntimeException e) {
      taken.forEach(inFlight::withdraw);
      throw e;
    }
    return candidates;
  }

  private AdmissionCandidate candidate(
      ActiveBatch batch,
      PlannedTask prepared,
      Map<String, StoredReply> stored,
      Set<String> announced) {
    Dollars needed = Dollars.ZERO;
    List<CallInProgress> callings = new ArrayList<>();
    Claim.@Nullable Prior prior = batch.prior().get(prepared.task().seq());
    Run run = new Run(batch.context(), prepared, prior == null ? 0 : prior.calls());
    for (PlannedTask.First first : prepared.drafts()) {
      String key = first.call().key();
      StoredReply reply = prepared.options().reuse() ? stored.get(key) : null;
      CallInProgress calling = new CallInProgress(run, first.call(), first.prompt(), reply == null);
      if (reply != null) {
        calling.stored(ReplyCache.reply(reply));
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
      ledger.results().calls(batch.context().no(), prepared.task().seq()).forEach(run::countPrior);
    }
    return new AdmissionCandidate(prepared, run, needed);
  }

  /** Nothing where the ledger has the judgment too: no cap refuses what needs no payment. */
  private Dollars judgeWorst(Run run, PlannedTask prepared) {
    return prepared.isJudged() && prepared.options().reuse()
        ? foresight.judge(run).map(ReplyReplay.Foreseen::worst).orElse(prepared.judgeWorst())
        : prepared.judgeWorst();
  }

  CompletableFuture<List<Admission>> admit(ActiveBatch batch, List<AdmissionCandidate> candidates) {
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
                            .filter(CallInProgress::hasIntentAhead)
                            .map(CallInProgress::intended)
                            .toList()))
            .toList();
    return ledger.money().admit(batch.context().no(), batch.epoch(), holds);
  }

  /** Takes back what was announced of a run that will not begin. */
  void withdraw(Run run) {
    run.calls().stream()
        .filter(CallInProgress::hasIntentAhead)
        .forEach(calling -> inFlight.withdraw(calling.call().key()));
  }

  /** Gives back the money of a run that has not begun: none of its calls was made. */
  void giveBack(Run run) {
    withdraw(run);
    BatchContext context = run.context();
    LoggedWrites.change(
        ledger.money().withdraw(context.no(), context.epoch(), List.of(run.task().seq())));
  }
}
