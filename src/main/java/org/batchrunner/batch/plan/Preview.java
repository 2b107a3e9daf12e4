package org.batchrunner.batch.plan;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.batch.TaskFilter;
import org.batchrunner.batch.accept.ModelResolver;
import org.batchrunner.batch.accept.OptionResolver;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.batch.run.CallPlanner;
import org.batchrunner.intake.Census;
import org.batchrunner.intake.CloseableIterator;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.InvalidInputException;
import org.batchrunner.intake.RejectedFileException;
import org.batchrunner.intake.TaskFile;
import org.batchrunner.task.Prompt;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/** Shows the first tasks of a file as they will be sent. Calls nobody. */
public final class Preview {

  private final OptionResolver resolver;
  private final ModelResolver models;
  private final Intake intake;
  private final CorpusRegistry corpora;
  private final CallPlanner preparation;

  public Preview(
      OptionResolver resolver,
      ModelResolver models,
      Intake intake,
      CorpusRegistry corpora,
      CallPlanner preparation) {
    this.resolver = resolver;
    this.models = models;
    this.intake = intake;
    this.corpora = corpora;
    this.preparation = preparation;
  }

  /**
   * A task as the first debater gets it.
   *
   * @param task its text in the file
   * @param system the system text; null for none
   * @param text the user's text, template and passages filled in; or the whole request, where the
   *     file gives it
   */
  public record Shown(int seq, String id, String task, @Nullable String system, String text) {}

  /**
   * @param tasks with a text
   * @param dropped rows without one
   * @param hidden tasks in hidden rows of a sheet, which are left out
   * @param notes what was left out, as sentences
   * @param filtered tasks left out by {@code only}, {@code skip} and {@code limit}
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record First(
      int tasks, int dropped, int hidden, List<String> notes, int filtered, List<Shown> prompts) {}

  /**
   * @param given options over those of the file {@code NAME.yaml} beside it, by key
   * @param most tasks to show
   * @throws RejectedFileException if the file or an option is wrong, as {@link OptionResolver}
   *     would
   */
  public First first(Path file, Map<String, Object> given, int most) {
    try {
      Options options = resolver.resolve(file, given);
      TaskFile tasks = intake.open(file, options);
      Census census = tasks.check(models.check(options));
      CorpusRegistry.Planned corpus = corpora.plan(options);
      BatchContext context =
          new BatchContext(corpus.batch(), 0, 0, models.mode(), options, corpus.hash());
      TaskFilter feed = new TaskFilter(options);
      List<Shown> prompts = new ArrayList<>();
      int filtered = 0;
      try (CloseableIterator<Task> all = tasks.tasks()) {
        while (all.hasNext()) {
          Task task = all.next();
          if (!feed.leftOut(task).isEmpty()) {
            filtered++;
          } else if (prompts.size() < most) {
            prompts.add(shown(task, preparation.prepare(context, task).drafts().get(0).prompt()));
          }
        }
      }
      return new First(
          census.tasks(), census.dropped(), census.hidden(), census.notes(), filtered, prompts);
    } catch (InvalidInputException | InvalidOptionException e) {
      throw new RejectedFileException(
          "%s refused: %s".formatted(file.getFileName(), e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Shown shown(Task task, Prompt prompt) {
    String text =
        prompt.body() != null
            ? prompt.body()
            : Stream.of(prompt.shared(), prompt.user())
                .filter(Objects::nonNull)
                .collect(Collectors.joining("\n"));
    return new Shown(task.seq(), task.id(), task.text(), prompt.system(), text);
  }
}
