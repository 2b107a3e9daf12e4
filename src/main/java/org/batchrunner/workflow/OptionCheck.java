package org.batchrunner.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Prompt;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Option;
import org.batchrunner.task.options.OptionOverride;
import org.batchrunner.task.options.Options;

/** Checks, before any money is spent, that options which are valid on their own fit together. */
public final class OptionCheck {

  /** What a single task can have of its own. */
  private static final Set<Option> OF_A_TASK =
      EnumSet.of(
          Option.PER_RUN_CAP,
          Option.MAX_ATTEMPTS,
          Option.RETRY_DELAYS,
          Option.WORKFLOW,
          Option.DEBATERS,
          Option.JUDGE,
          Option.POLICY,
          Option.TEMPERATURE,
          Option.MAX_TOKENS,
          Option.MODEL_PARAMETERS,
          Option.REQUIRED_CITATIONS,
          Option.REDACTION,
          Option.REDACTION_RULES,
          Option.TEMPLATE,
          Option.SYSTEM,
          Option.REUSE);

  private OptionCheck() {}

  /**
   * @throws InvalidOptionException if a policy or a model's parameters can't be used, or {@code
   *     when} sets what only a whole batch has
   */
  public static void check(Options options) {
    checkOne(options);
    for (OptionOverride when : options.when()) {
      for (String key : when.set().keySet()) {
        if (!OF_A_TASK.contains(Option.of(key))) {
          throw new InvalidOptionException(
              Option.WHEN.key(),
              "when: %s applies to the whole batch and can't be set for single tasks; a when can set %s"
                  .formatted(
                      key,
                      Arrays.stream(Option.values())
                          .filter(OF_A_TASK::contains)
                          .map(Option::key)
                          .collect(Collectors.joining(", "))));
        }
      }
      checkOne(options.with(when.set()));
    }
  }

  /**
   * A request as it will be made of these options, with as little text as can be, and a temperature
   * only where one is set.
   */
  public static Prompt sample(Options options, ModelId model, boolean judges) {
    Parameters parameters = Parameters.set(options, model, judges);
    return new Prompt(
        null,
        null,
        "a task",
        null,
        null,
        parameters.maxTokens(),
        parameters.temperature(),
        parameters.fields(),
        null);
  }

  private static void checkOne(Options options) {
    Policy unused = Policy.of(options);
    List<ModelId> models = new ArrayList<>(options.debaters());
    options.judge().ifPresent(models::add);
    for (ModelId model : models) {
      Parameters unusedToo = Parameters.of(options, model, options.temperature());
    }
  }
}
