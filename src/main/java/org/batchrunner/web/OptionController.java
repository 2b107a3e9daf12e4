package org.batchrunner.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.batchrunner.batch.accept.DefaultOptions;
import org.batchrunner.batch.manage.BatchCommands;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.task.CapMode;
import org.batchrunner.task.Release;
import org.batchrunner.task.TaskFiles;
import org.batchrunner.task.Workflow;
import org.batchrunner.task.options.Option;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Describes the batch options, for a form. */
@RestController
final class OptionController {

  private final DefaultOptions defaults;
  private final OptionSets sets;

  OptionController(DefaultOptions defaults, OptionSets sets) {
    this.defaults = defaults;
    this.sets = sets;
  }

  /** The kind of value that an option takes. */
  enum Kind {
    NUMBER,
    DOLLARS,
    BOOLEAN,
    CHOICE,
    TEXT,
    LIST,
    MAP,
    DURATION;

    @com.fasterxml.jackson.annotation.JsonValue
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param defaultValue the program's own; null for none
   * @param valueInForce the value that a batch accepted now gets by default; null for none
   * @param description Markdown
   * @param allowed the allowed values, worded to follow "it takes"
   * @param choices the allowed values, if there are only a few
   * @param changeableWhileRunning whether it can be changed once a batch is accepted
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Described(
      String key,
      @com.fasterxml.jackson.annotation.JsonProperty("default") @Nullable String defaultValue,
      @Nullable Object valueInForce,
      String description,
      String allowed,
      Kind kind,
      @Nullable List<String> choices,
      boolean changeableWhileRunning) {}

  @GetMapping("/api/options")
  List<Described> options() throws IOException {
    Map<String, Object> inForce = defaults.options(sets).inForce();
    List<Described> all = new ArrayList<>();
    for (Option option : Option.values()) {
      all.add(
          new Described(
              option.key(),
              option.defaultText().orElse(null),
              inForce.get(option.key()),
              option.help(),
              option.allowed(),
              kind(option),
              choices(option),
              BatchCommands.changeable(option)));
    }
    return all;
  }

  private static Kind kind(Option option) {
    return switch (option) {
      case PER_RUN_CAP, PER_BATCH_CAP -> Kind.DOLLARS;
      case CONCURRENCY, MAX_ATTEMPTS, TEMPERATURE, MAX_TOKENS, REQUIRED_CITATIONS, LIMIT ->
          Kind.NUMBER;
      case REDACTION, REUSE -> Kind.BOOLEAN;
      case CAP_MODE, RELEASE, WORKFLOW, TASK_FILES -> Kind.CHOICE;
      case RETRY_DELAYS -> Kind.DURATION;
      case DEBATERS, ALLOWED_MODELS, POLICY, CORPUS, WHEN -> Kind.LIST;
      case MODEL_PARAMETERS -> Kind.MAP;
      default -> Kind.TEXT;
    };
  }

  private static @Nullable List<String> choices(Option option) {
    return switch (option) {
      case CAP_MODE -> names(CapMode.values());
      case RELEASE -> names(Release.values());
      case WORKFLOW -> names(Workflow.values());
      case TASK_FILES -> names(TaskFiles.values());
      default -> null;
    };
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants)
        .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }
}
