package org.batchrunner.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.batchrunner.intake.BadInput;
import org.batchrunner.intake.Census;
import org.batchrunner.intake.CloseableIterator;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.TaskFile;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.provider.Providers;
import org.batchrunner.task.BadOption;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Options;
import org.batchrunner.task.Task;
import org.jspecify.annotations.Nullable;

/** Says what a file would cost. Calls nobody, and writes nothing but a cached corpus. */
public final class Planner {

  private static final int CHUNK = 200;

  private final Acceptance acceptance;
  private final Models models;
  private final Intake intake;
  private final Corpora corpora;
  private final Preparation preparation;
  private final Ledger ledger;
  private final Providers providers;
  private final Foresight foresight;

  public Planner(
      Acceptance acceptance,
      Models models,
      Intake intake,
      Corpora corpora,
      Preparation preparation,
      Ledger ledger,
      Providers providers,
      Debate debate,
      Judge judge) {
    this.acceptance = acceptance;
    this.models = models;
    this.intake = intake;
    this.corpora = corpora;
    this.preparation = preparation;
    this.ledger = ledger;
    this.providers = providers;
    this.foresight = new Foresight(debate, judge, ledger);
  }

  /**
   * @param given options over those of the file {@code NAME.yaml} beside it, by key
   * @throws Refused if the file or an option is wrong, as {@link Acceptance} would
   */
  public Plan plan(Path file, Map<String, Object> given) {
    if (!Files.exists(file)) {
      throw new Refused(file + " is not there; check the name");
    }
    try {
      Options options = acceptance.resolve(file, given);
      Mode priced = models.pricedAs(options);
      TaskFile tasks = intake.open(file, options, new LinkOption[0]);
      Census census = tasks.check(models.check(options));
      Corpora.Planned corpus = corpora.plan(options);
      RunContext context = new RunContext(corpus.batch(), 0, 0, priced, options, corpus.hash());
      Estimate estimate =
          new Estimate(context, providers, new Expectation(context, ledger, preparation));
      try (CloseableIterator<Task> all = tasks.tasks()) {
        estimate(context, all, estimate);
      }
      return estimate.plan(String.valueOf(file.getFileName()), models.mode(), census);
    } catch (BadInput | BadOption e) {
      throw new Refused("%s refused: %s".formatted(file.getFileName(), e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void estimate(RunContext context, CloseableIterator<Task> tasks, Estimate estimate) {
    Feed feed = new Feed(context.options());
    List<Prepared> chunk = new ArrayList<>();
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
  private void prepare(RunContext context, Task task, List<Prepared> chunk, Estimate estimate) {
    try {
      chunk.add(preparation.prepare(context, task));
    } catch (IllegalArgumentException e) {
      estimate.unaskable(
          "task %s (%s): %s".formatted(task.seq(), task.id(), String.valueOf(e.getMessage())));
    }
  }

  private void add(RunContext context, List<Prepared> chunk, Estimate estimate) {
    List<String> keys =
        chunk.stream()
            .filter(prepared -> prepared.options().reuse())
            .flatMap(prepared -> prepared.drafts().stream())
            .map(first -> first.call().key())
            .toList();
    Map<String, StoredReply> stored = keys.isEmpty() ? Map.of() : ledger.replies().find(keys);
    chunk.forEach(prepared -> estimate.add(prepared, stored, foreseen(context, prepared, stored)));
  }

  private Foresight.@Nullable Foreseen foreseen(
      RunContext context, Prepared prepared, Map<String, StoredReply> stored) {
    if (!prepared.isJudged() || !prepared.options().reuse()) {
      return null;
    }
    Run run = new Run(context, prepared, 0);
    List<Calling> calls = new ArrayList<>();
    for (Prepared.First first : prepared.drafts()) {
      Calling calling = new Calling(run, first.call(), first.prompt(), false);
      StoredReply reply = stored.get(first.call().key());
      calling.stored(reply == null ? null : StoredReplies.reply(reply));
      calls.add(calling);
    }
    run.ask(calls);
    return foresight.judge(run).orElse(null);
  }
}
