package org.batchrunner.batch.active;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.batchrunner.batch.active.Suspicion.Verdict;
import org.batchrunner.batch.run.EndedRun;
import org.batchrunner.batch.run.Run;
import org.batchrunner.provider.CallFailure;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Keeps rows that failed for what may be every row's fault, until that is known: if other calls
 * succeed they have failed, if none does the batch is paused and they stay undone. So a wrong key
 * costs no row. Thread-safe.
 */
public final class Suspicions {

  /** So many rows in a row, without a success. */
  static final int ENOUGH = 3;

  /** The same, of a model that has answered in this batch before. */
  static final int ENOUGH_LATER = 10;

  private final Map<String, Suspicion> open = new HashMap<>();
  private final Map<Run, Set<Suspicion>> byRun = new HashMap<>();
  private final Deque<EndedRun> kept = new ArrayDeque<>();
  private final Deque<Task> putBack = new ArrayDeque<>();
  private final Set<ModelId> answered = ConcurrentHashMap.newKeySet();
  private volatile boolean any;

  /** A model has answered. On the way of every call: cheap while nothing is suspected. */
  public void answered(ModelId model) {
    if (!answered.contains(model)) {
      answered.add(model);
    }
    if (any) {
      clear(model);
    }
  }

  private synchronized void clear(ModelId model) {
    decide(open.remove(model.provider()), Verdict.OWN);
    decide(open.remove(model.toString()), Verdict.OWN);
    String provider = model.provider() + "/";
    open.forEach(
        (key, suspicion) -> {
          if (key.startsWith(provider)) {
            suspicion.providerAnswers();
          }
        });
    any = !open.isEmpty();
  }

  private static void decide(@Nullable Suspicion suspicion, Verdict verdict) {
    if (suspicion != null) {
      suspicion.decide(verdict);
    }
  }

  /**
   * A call of a run has failed for what may be every row's fault.
   *
   * @param worked whether rows of the batch have ended well before
   * @return the reason to pause the batch, if that is sure enough
   */
  public synchronized Optional<String> met(
      Run run, ModelId model, CallFailure outcome, boolean worked) {
    boolean provider = outcome.scope() == CallFailure.Scope.PROVIDER;
    String key = provider ? model.provider() : model.toString();
    Suspicion suspicion = open.computeIfAbsent(key, name -> new Suspicion(model, outcome));
    any = true;
    byRun.computeIfAbsent(run, each -> new HashSet<>()).add(suspicion);
    boolean later = !provider && (worked || answered.contains(model));
    if (suspicion.met(run.task().seq()) < (later ? ENOUGH_LATER : ENOUGH)) {
      return Optional.empty();
    }
    suspicion.decide(Verdict.ALL);
    return Optional.of(suspicion.reason());
  }

  /** Whether a run that ended is not to have its result yet. */
  public synchronized boolean holdBack(EndedRun ended) {
    return ended.result() != null && isOpen(ended, Verdict.OWN);
  }

  private boolean isOpen(EndedRun ended, Verdict but) {
    return byRun.getOrDefault(ended.run(), Set.of()).stream()
        .anyMatch(suspicion -> suspicion.verdict() != but);
  }

  /** Keeps a run whose result is held back; its task counts as undone so far. */
  public synchronized void keep(EndedRun ended) {
    kept.add(ended);
  }

  /** Keeps a task that was left undone although the batch will not go on with it. */
  public synchronized void putBack(Task task) {
    putBack.add(task);
  }

  /** The run is over: nothing of it is remembered. */
  public synchronized void forget(Run run) {
    byRun.remove(run);
  }

  /** A kept run that may have its result by now; null if there is none. */
  public synchronized @Nullable EndedRun takeDecided() {
    for (Iterator<EndedRun> each = kept.iterator(); each.hasNext(); ) {
      EndedRun ended = each.next();
      if (!isOpen(ended, Verdict.OWN)) {
        each.remove();
        return ended;
      }
    }
    return null;
  }

  public synchronized @Nullable Task takePutBack() {
    return putBack.poll();
  }

  public synchronized boolean isEmpty() {
    return kept.isEmpty() && putBack.isEmpty();
  }

  /**
   * No other row is left that could show what it is.
   *
   * @param worked whether rows of the batch have ended well
   * @return the reason to pause the batch, if any is every row's fault
   */
  public synchronized Optional<String> decideAll(boolean worked) {
    String reason = null;
    for (Suspicion suspicion : open.values()) {
      boolean own = !suspicion.isOfProvider() && (worked || suspicion.doesProviderAnswer());
      suspicion.decide(own ? Verdict.OWN : Verdict.ALL);
      reason = own ? reason : suspicion.reason();
    }
    open.clear();
    any = false;
    return Optional.ofNullable(reason);
  }

  /** The batch ends: rows whose result was held back have failed. */
  public synchronized void giveUp() {
    kept.forEach(
        ended ->
            byRun
                .getOrDefault(ended.run(), Set.of())
                .forEach(suspicion -> suspicion.decide(Verdict.OWN)));
  }
}
