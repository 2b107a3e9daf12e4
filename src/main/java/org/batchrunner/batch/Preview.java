package org.batchrunner.batch;

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
import org.batchrunner.intake.BadInput;
import org.batchrunner.intake.Census;
import org.batchrunner.intake.CloseableIterator;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.TaskFile;
import org.batchrunner.task.BadOption;
import org.batchrunner.task.Options;
import org.batchrunner.task.Prompt;
import org.batchrunner.task.Task;
import org.jspecify.annotations.Nullable;

/** Shows the first tasks of a file as they will be sent. Calls nobody. */
public final class Preview {

  private final Acceptance acceptance;
  private final Models models;
  private final Intake intake;
  private final Corpora corpora;
  private final Preparation preparation;

  public Preview(
      Acceptance acceptance,
      Models models,
      Intake intake,
      Corpora corpora,
      Preparation preparation) {
    this.acceptance = acceptance;
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
   * @throws Refused if the file or an option is wrong, as {@link Acceptance} would
   */
  public First first(Path file, Map<String, Object> given, int most) {
    try {
      Options options = acceptance.resolve(file, given);
      TaskFile tasks = intake.open(file, options);
      Census census = tasks.check(models.check(options));
      Corpora.Planned corpus = corpora.plan(options);
      RunContext context =
          new RunContext(corpus.batch(), 0, 0, models.mode(), options, corpus.hash());
      Feed feed = new Feed(options);
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
    } catch (BadInput | BadOption e) {
      throw new Refused("%s refused: %s".formatted(file.getFileName(), e.getMessage()), e);
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
