package org.batchrunner.task.options;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.CapMode;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Release;
import org.batchrunner.task.Task;
import org.batchrunner.task.TaskFiles;
import org.batchrunner.task.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * The checked options of a batch. Immutable. An option that is not set has its default.
 *
 * <p>Sources are combined with {@link #with}, each overriding the ones before: the defaults, a
 * named set, the option file, the command line, and for single tasks {@link #forTask}.
 */
public final class Options {

  public static final Options DEFAULTS = new Options(new EnumMap<>(Option.class));

  private final Map<Option, Object> set;

  private Options(Map<Option, Object> set) {
    this.set = set;
  }

  /**
   * @param raw the values by key, from YAML, JSON or a command line
   * @throws InvalidOptionException if a key is unknown or a value is not allowed
   */
  @JsonCreator
  public static Options of(Map<String, Object> raw) {
    return DEFAULTS.with(raw);
  }

  /**
   * Returns these options with others in their place.
   *
   * @throws InvalidOptionException if a key is unknown or a value is not allowed
   */
  public Options with(Map<String, ?> raw) {
    Map<Option, Object> merged = new EnumMap<>(Option.class);
    merged.putAll(set);
    raw.forEach(
        (key, value) -> {
          Option option = Option.of(key);
          if (value == null) {
            throw new InvalidOptionException(
                key, key + " has no value; it takes " + option.allowed());
          }
          merged.put(option, option.read(value));
        });
    Options result = new Options(merged);
    result.when().forEach(when -> result.without(Option.WHEN).with(when.set()));
    return result;
  }

  private Options without(Option option) {
    Map<Option, Object> rest = new EnumMap<>(Option.class);
    rest.putAll(set);
    rest.remove(option);
    return new Options(rest);
  }

  /** Returns the options that are set, by key, with values for YAML and JSON. */
  @JsonValue
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    set.forEach((option, value) -> map.put(option.key(), option.write(value)));
    return map;
  }

  /** Returns all options in force, including defaults, by key. */
  public Map<String, Object> inForce() {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Option option : Option.values()) {
      Object value = get(option);
      if (value != null) {
        map.put(option.key(), option.write(value));
      }
    }
    return map;
  }

  /**
   * Returns the options of one task: the first entry of {@code when} that matches it overrides
   * these.
   */
  public Options forTask(Task task) {
    for (OptionOverride when : when()) {
      if (when.matches(task)) {
        return with(when.set());
      }
    }
    return this;
  }

  public boolean isSet(Option option) {
    return set.containsKey(option);
  }

  public Dollars perRunCap() {
    return need(Option.PER_RUN_CAP);
  }

  public Dollars perBatchCap() {
    return need(Option.PER_BATCH_CAP);
  }

  public CapMode capMode() {
    return need(Option.CAP_MODE);
  }

  public Release release() {
    return need(Option.RELEASE);
  }

  public int concurrency() {
    return this.<Integer>need(Option.CONCURRENCY);
  }

  public int maxAttempts() {
    return this.<Integer>need(Option.MAX_ATTEMPTS);
  }

  /**
   * Returns the wait after a failed attempt.
   *
   * @param failures failed attempts so far, 1 or more; beyond the end of the list, its last entry
   *     applies
   */
  public Duration retryDelay(int failures) {
    List<Duration> delays = need(Option.RETRY_DELAYS);
    return delays.isEmpty() ? Duration.ZERO : delays.get(Math.min(failures, delays.size()) - 1);
  }

  public List<ModelId> debaters() {
    return list(Option.DEBATERS);
  }

  public Optional<ModelId> judge() {
    return find(Option.JUDGE);
  }

  /**
   * Returns the workflow that is set, else {@code debate} with two debaters or more, else {@code
   * single}.
   */
  public Workflow workflow() {
    return this.<Workflow>find(Option.WORKFLOW)
        .orElse(debaters().size() >= 2 ? Workflow.DEBATE : Workflow.SINGLE);
  }

  /** Returns the patterns of the allowed models; if empty, all are allowed. */
  public List<String> allowedModels() {
    return list(Option.ALLOWED_MODELS);
  }

  public List<String> policy() {
    return list(Option.POLICY);
  }

  /** Returns the temperature; null if none is to be sent. */
  public @Nullable BigDecimal temperature() {
    return this.<Optional<BigDecimal>>need(Option.TEMPERATURE).orElse(null);
  }

  /** Returns whether an option is set explicitly, and not only by default. */
  public boolean sets(Option option) {
    return set.containsKey(option);
  }

  public int maxTokens() {
    return this.<Integer>need(Option.MAX_TOKENS);
  }

  /**
   * Returns additional request fields for this model, including {@code max-tokens} and the like.
   */
  public Map<String, Object> modelParameters(ModelId model) {
    return this.<Map<String, Map<String, Object>>>find(Option.MODEL_PARAMETERS)
        .map(byModel -> byModel.get(model.toString()))
        .orElse(Map.of());
  }

  public List<String> corpus() {
    return list(Option.CORPUS);
  }

  public int corpusTokens() {
    return this.<Integer>need(Option.CORPUS_TOKENS);
  }

  public int requiredCitations() {
    return this.<Integer>need(Option.REQUIRED_CITATIONS);
  }

  public boolean redaction() {
    return this.<Boolean>need(Option.REDACTION);
  }

  public Optional<String> redactionRules() {
    return find(Option.REDACTION_RULES);
  }

  public Optional<String> template() {
    return find(Option.TEMPLATE);
  }

  public Optional<String> system() {
    return find(Option.SYSTEM);
  }

  public Optional<String> taskColumn() {
    return find(Option.TASK_COLUMN);
  }

  public Optional<Pattern> only() {
    return find(Option.ONLY);
  }

  public Optional<Pattern> skip() {
    return find(Option.SKIP);
  }

  public Optional<Integer> limit() {
    return find(Option.LIMIT);
  }

  public boolean reuse() {
    return this.<Boolean>need(Option.REUSE);
  }

  public TaskFiles taskFiles() {
    return need(Option.TASK_FILES);
  }

  public List<OptionOverride> when() {
    return list(Option.WHEN);
  }

  public Optional<String> encoding() {
    return find(Option.ENCODING);
  }

  private @Nullable Object get(Option option) {
    Object value = set.get(option);
    return value != null ? value : option.defaultValue();
  }

  @SuppressWarnings("unchecked")
  private <T> Optional<T> find(Option option) {
    return Optional.ofNullable((T) get(option));
  }

  private <T> T need(Option option) {
    return this.<T>find(option).orElseThrow();
  }

  private <T> List<T> list(Option option) {
    return this.<List<T>>find(option).orElse(List.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Options options && inForce().equals(options.inForce());
  }

  @Override
  public int hashCode() {
    return inForce().hashCode();
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}
