package org.batchrunner.batch.accept;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.batch.TaskFilter;
import org.batchrunner.intake.RejectedFileException;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/** Lines that are requests themselves, and so name models of their own. For one pass only. */
final class LineCheck {

  private final ModelResolver models;
  private final Options options;
  private final TaskFilter feed;

  /** What is wrong with a model, empty for nothing: a file names a few, in many lines. */
  private final Map<ModelId, String> known = new HashMap<>();

  LineCheck(ModelResolver models, Options options) {
    this.models = models;
    this.options = options;
    this.feed = new TaskFilter(options);
  }

  /** Why a line can't be asked, as a sentence; null if it can, or will not be. */
  @Nullable String wrong(Task task) {
    if (!feed.leftOut(task).isEmpty() || task.body() == null) {
      return null;
    }
    if (!options.corpus().isEmpty()) {
      return "a whole request can't rest on a corpus; drop the file without one, or write the line as"
          + " {\"task\": \"...\"}";
    }
    ModelId debater = options.forTask(task).debaters().get(0);
    if (!models.takesRequests(debater.provider())) {
      return "a request in OpenAI's format can't be sent to %s; name a debater of a provider whose api is openai"
          .formatted(debater);
    }
    ModelId model = ModelResolver.named(task, debater);
    String wrong = known.computeIfAbsent(model, this::look);
    return wrong.isEmpty() ? null : wrong;
  }

  private String look(ModelId model) {
    try {
      models.check(List.of(model), options.allowedModels());
      return "";
    } catch (RejectedFileException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
