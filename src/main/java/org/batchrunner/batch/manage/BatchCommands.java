package org.batchrunner.batch.manage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.batchrunner.batch.accept.ModelResolver;
import org.batchrunner.batch.active.LeaseOwner;
import org.batchrunner.batch.corpus.CorpusPaths;
import org.batchrunner.common.Count;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.LedgerException;
import org.batchrunner.ledger.RequestedState;
import org.batchrunner.task.Mode;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Status;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Option;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/** Changes what is wanted of batches. Each method says what was done, as a sentence. */
public final class BatchCommands {

  private static final Set<Option> CHANGEABLE =
      EnumSet.of(
          Option.PER_RUN_CAP,
          Option.PER_BATCH_CAP,
          Option.CONCURRENCY,
          Option.MAX_ATTEMPTS,
          Option.RETRY_DELAYS,
          Option.CAP_MODE,
          Option.RELEASE);

  private static final String GOES_ON =
      "goes on in the program that is running; to start one: batch-runner watch, or run its file"
          + " again";

  private final Ledger ledger;
  private final BatchQueries inspection;
  private final OptionSets sets;

  public BatchCommands(Ledger ledger, BatchQueries inspection, OptionSets sets) {
    this.ledger = ledger;
    this.inspection = inspection;
    this.sets = sets;
  }

  /** Whether it can be changed once a batch is accepted. */
  public static boolean changeable(Option option) {
    return CHANGEABLE.contains(option);
  }

  public String resolve(String beginning) {
    return inspection.resolve(beginning);
  }

  public String pause(String batch) {
    return want(batch, RequestedState.PAUSE, "paused by the user", "no further task begins");
  }

  public String resume(String batch) {
    return want(batch, RequestedState.RUN, null, GOES_ON);
  }

  public String cancel(String batch) {
    return want(batch, RequestedState.CANCEL, "cancelled by the user", "no further task begins");
  }

  private String want(String batch, RequestedState wanted, @Nullable String why, String effect) {
    String id = resolve(batch);
    try {
      BatchRecord record = ledger.batches().want(id, wanted, why, LeaseOwner.HERE::knowsDead);
      String state = wanted == RequestedState.RUN ? "it" : record.state().wire() + ",";
      return "%s: %s %s".formatted(id, state, effect);
    } catch (LedgerException e) {
      throw new UnknownBatchException(String.valueOf(e.getMessage()));
    }
  }

  /** Opens a batch that has ended for the tasks that did not end well. */
  public String retry(String batch) {
    String id = resolve(batch);
    List<Status> again =
        Arrays.stream(Status.values())
            .filter(status -> !status.endedWell() && status != Status.PENDING)
            .toList();
    try {
      int tasks = ledger.batches().reopen(id, again);
      return tasks == 0
          ? "%s: every task has ended well, nothing to try again".formatted(id)
          : "%s: %s will be tried again; it keeps its money, and %s"
              .formatted(id, Count.of(tasks, "task"), GOES_ON);
    } catch (LedgerException e) {
      throw new UnknownBatchException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Changes an option of a batch.
   *
   * @throws InvalidOptionException if the option is unknown, can't change any more, or the value is
   *     not allowed
   */
  public String set(String batch, String key, String value) {
    String id = resolve(batch);
    Option option = Option.of(key);
    if (!CHANGEABLE.contains(option)) {
      throw new InvalidOptionException(
          key,
          "%s can't be changed once a batch is accepted; these can: %s"
              .formatted(
                  option.key(), String.join(", ", CHANGEABLE.stream().map(Option::key).toList())));
    }
    Options changed = inspection.view(id).batch().options().with(Map.of(option.key(), value));
    ledger.batches().options(id, changed);
    return "%s: %s is %s now".formatted(id, option.key(), value);
  }

  /**
   * Whether a set of options can have this name; asked before anything is spent.
   *
   * @throws InvalidOptionException if it can't
   */
  public void checkTemplate(String name) {
    sets.checkName(name);
  }

  /** In mock mode, models that nobody named are filled in: a run with a key asks others. */
  private static void removeMock(Options of, Map<String, Object> options) {
    List<ModelId> debaters = of.debaters();
    if (of.judge().equals(debaters.stream().findFirst())) {
      options.remove(Option.JUDGE.key());
    }
    if (debaters.equals(List.of(ModelResolver.MOCK))) {
      options.remove(Option.DEBATERS.key());
    }
  }

  /**
   * Keeps the options of a batch as {@code templates/NAME.yaml}. A corpus that was taken because it
   * stood beside the task file is not among them: another file has another one.
   */
  public String saveTemplate(String batch, String name) {
    try {
      BatchRecord record = inspection.view(batch).batch();
      Map<String, Object> options = record.options().toMap();
      if (CorpusPaths.isBeside(record.source(), record.options())) {
        options.remove(Option.CORPUS.key());
      }
      if (record.mode() == Mode.MOCK) {
        removeMock(record.options(), options);
      }
      Path file = sets.save(name, options);
      return "options kept in " + file + "; use them with --use " + name;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
