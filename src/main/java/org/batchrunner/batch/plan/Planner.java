package org.batchrunner.batch.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.batch.TaskFilter;
import org.batchrunner.batch.accept.ModelResolver;
import org.batchrunner.batch.accept.OptionResolver;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.batch.run.CallPlanner;
import org.batchrunner.batch.run.Debate;
import org.batchrunner.batch.run.Judge;
import org.batchrunner.batch.run.PlannedTask;
import org.batchrunner.batch.run.ReplyCache;
import org.batchrunner.batch.run.ReplyReplay;
import org.batchrunner.batch.run.Run;
import org.batchrunner.intake.Census;
import org.batchrunner.intake.CloseableIterator;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.InvalidInputException;
import org.batchrunner.intake.RejectedFileException;
import org.batchrunner.intake.TaskFile;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.provider.Providers;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/** Says what a file would cost. Calls nobody, and writes nothing but a cached corpus. */
public final class Planner {

  private static final int CHUNK = 200;

  private final OptionResolver resolver;
  private final ModelResolver models;
  private final Intake intake;
  private final CorpusRegistry corpora;
  private final CallPlanner preparation;
  private final Ledger ledger;
  private final Providers providers;
  private final ReplyReplay foresight;

  public Planner(
      OptionResolver resolver,
      ModelResolver models,
      Intake intake,
      CorpusRegistry corpora,
      CallPlanner preparation,
      Ledger ledger,
      Providers providers,
      Debate debate,
      Judge judge) {
    this.resolver = resolver;
    this.models = models;
    this.intake = intake;
    this.corpora = corpora;
    this.preparation = preparation;
    this.ledger = ledger;
    this.providers = providers;
    this.foresight = new ReplyReplay(debate, judge, ledger);
  }

  /**
   * @param given options over those of the file {@code NAME.yaml} beside it, by key
   * @throws RejectedFileException if the file or an option is wrong, as {@link OptionResolver}
   *     would
   */
  public Plan plan(Path file, Map<String, Object> given) {
    if (!Files.exists(file)) {
      throw new RejectedFileException(file + " is not there; check the name");
    }
    try {
      Options options = resolver.resolve(file, given);
      Mode priced = models.pricedAs(options);
      TaskFile tasks = intake.open(file, options, new LinkOption[0]);
      Census census = tasks.check(models.check(options));
      CorpusRegistry.Planned corpus = corpora.plan(options);
      BatchContext context = new BatchContext(corpus.batch(), 0, 0, priced, options, corpus.hash());
      CostEstimate estimate =
          new CostEstimate(context, providers, new ExpectedUsage(context, ledger, preparation));
      try (CloseableIterator<Task> all = tasks.tasks()) {
        estimate(context, all, estimate);
      }
      return estimate.plan(String.valueOf(file.getFileName()), models.mode(), census);
    } catch (InvalidInputException | InvalidOptionException e) {
      throw new RejectedFileException(
          "%s refused: %s".formatted(file.getFileName(), e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void estimate(
      BatchContext context, CloseableIterator<Task> tasks, CostEstimate estimate) {
    TaskFilter feed = new TaskFilter(context.options());
    List<PlannedTask> chunk = new ArrayList<>();
    while (tasks.hasNext()) {
      Task task = tasks.next();
      if (feed.leftOut(task).isEmpty()) {
        prepare(context, task, chunk, estimate);
      } else {
        estimate.leftOut();
      }
      if (chunk.size() == CHUNK || !tasks.hasNext()) {
        add(context, chunk, estimate);
        chunk.clear();
      }
    }
  }

  /** What can't be asked fails alone when it is its turn: the corpus has nothing for it, say. */
  private void prepare(
      BatchContext context, Task task, List<PlannedTask> chunk, CostEstimate estimate) {
    try {
      chunk.add(preparation.prepare(context, task));
    } catch (IllegalArgumentException e) {
      estimate.unaskable(
          "task %s (%s): %s".formatted(task.seq(), task.id(), String.valueOf(e.getMessage())));
    }
  }

  private void add(BatchContext context, List<PlannedTask> chunk, CostEstimate estimate) {
    List<String> keys =
        chunk.stream()
            .filter(prepared -> prepared.options().reuse())
            .flatMap(prepared -> prepared.drafts().stream())
            .map(first -> first.call().key())
            .toList();
    Map<String, StoredReply> stored = keys.isEmpty() ? Map.of() : ledger.replies().find(keys);
    chunk.forEach(prepared -> estimate.add(prepared, stored, foreseen(context, prepared, stored)));
  }

  private ReplyReplay.@Nullable Foreseen foreseen(
      BatchContext context, PlannedTask prepared, Map<String, StoredReply> stored) {
    if (!prepared.isJudged() || !prepared.options().reuse()) {
      return null;
    }
    Run run = new Run(context, prepared, 0);
    List<CallInProgress> calls = new ArrayList<>();
    for (PlannedTask.First first : prepared.drafts()) {
      CallInProgress calling = new CallInProgress(run, first.call(), first.prompt(), false);
      StoredReply reply = stored.get(first.call().key());
      calling.stored(reply == null ? null : ReplyCache.reply(reply));
      calls.add(calling);
    }
    run.ask(calls);
    return foresight.judge(run).orElse(null);
  }
}
