package org.batchrunner.batch.accept;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.batchrunner.common.Json;
import org.batchrunner.provider.Api;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Prompt;
import org.batchrunner.task.Task;
import org.batchrunner.task.Workflow;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Option;
import org.batchrunner.task.options.Options;
import org.batchrunner.workflow.OptionCheck;
import org.jspecify.annotations.Nullable;

/** Finds requests that a vendor would refuse, before anything is sent. */
final class RequestCheck {

  private final Providers providers;

  RequestCheck(Providers providers) {
    this.providers = providers;
  }

  /**
   * @throws InvalidOptionException if a request made of these options would be refused
   */
  void check(Options options) {
    Optional<ModelId> judge =
        options.workflow() == Workflow.DEBATE ? options.judge() : Optional.empty();
    List<ModelId> debaters =
        options.workflow() == Workflow.SINGLE
            ? options.debaters().subList(0, 1)
            : options.debaters();
    debaters.forEach(model -> check(options, model, false));
    judge.ifPresent(model -> check(options, model, true));
  }

  private void check(Options options, ModelId model, boolean judges) {
    Optional<ProviderSettings> provider = provider(model);
    Api.@Nullable RefusedField refused =
        provider.isEmpty()
            ? null
            : provider
                .get()
                .api()
                .refused(provider.get(), model, OptionCheck.sample(options, model, judges));
    if (refused == null) {
      return;
    }
    String temperature = Option.TEMPERATURE.key();
    boolean option =
        refused.field().equals(temperature)
            && !options.modelParameters(model).containsKey(temperature);
    String key = option ? temperature : Option.MODEL_PARAMETERS.key();
    String inner = option ? "" : refused.field().substring(refused.field().lastIndexOf('.') + 1);
    String of = option ? "" : key + ": ";
    String none = refused.field().equals(temperature) ? " (temperature: none sends none)" : "";
    throw new InvalidOptionException(key, inner, of + refused.sentence() + none);
  }

  /** What is wrong with a line that is a request itself, as a sentence; null if nothing is. */
  @Nullable String wrong(Options options, Task task) {
    if (task.body() == null) {
      return null;
    }
    ModelId debater = options.forTask(task).debaters().get(0);
    JsonNode body = Json.read(task.body(), JsonNode.class);
    String name = body.path("model").asText(debater.model());
    ModelId model = new ModelId(debater.provider(), name);
    Optional<ProviderSettings> provider = provider(model);
    if (provider.isEmpty()) {
      return null;
    }
    Prompt prompt = new Prompt(null, null, "", null, null, 1, null, Map.of(), task.body());
    try {
      Api.@Nullable RefusedField refused =
          provider.get().api().refused(provider.get(), model, prompt);
      return refused == null ? null : "in the body of the request, " + refused.sentence();
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Optional<ProviderSettings> provider(ModelId model) {
    return providers.all().stream()
        .filter(each -> each.name().equals(model.provider()))
        .findFirst();
  }
}
