package org.batchrunner.task.options;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.batchrunner.task.CapMode;
import org.batchrunner.task.Release;
import org.batchrunner.task.TaskFiles;
import org.batchrunner.task.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * The batch options: the one list from which option files, the options of {@code run}, the
 * dashboard's form and the table in docs/reference.md are made.
 */
public enum Option {
  PER_RUN_CAP(
      OptionType.dollars(), "1.00", "dollars for a task; 0 allows no paid call", "task-cap"),
  PER_BATCH_CAP(
      OptionType.dollars(), "5.00", "dollars for the batch; 0 allows no paid call", "cap"),
  CAP_MODE(
      OptionType.oneOf(CapMode.class),
      "hard",
      "`hard`: no cap is ever passed; `soft`: cost is looked at between tasks"),
  RELEASE(
      OptionType.oneOf(Release.class),
      "never",
      "money that lost calls may have cost: it stays charged (`never`), or is given back"
          + " `after-24h`, or `by-hand`, see docs/operations.md"),
  CONCURRENCY(OptionType.integer(1, 1000), "3", "tasks at once"),
  MAX_ATTEMPTS(OptionType.integer(1, 10), "3", "attempts at each model call"),
  RETRY_DELAYS(
      OptionType.list(OptionType.duration()),
      "0.8s,1.6s,2.4s",
      "the wait after the first, second, third failed attempt"),
  WORKFLOW(
      OptionType.oneOf(Workflow.class),
      null,
      "`single`: the first debater's answer; `debate`: drafts and a judge; `each`: every debater's"
          + " answer side by side. Default: `debate` with two debaters or more, else `single`"),
  DEBATERS(
      OptionType.list(OptionType.model()),
      null,
      "who drafts, as `provider/model`. Default: one model of each configured provider"),
  JUDGE(OptionType.model(), null, "who scores the drafts. Default: the first debater"),
  ALLOWED_MODELS(
      OptionType.list(OptionType.text()),
      null,
      "patterns such as `openai/*`: what may be called at all. Default: all configured"),
  POLICY(
      OptionType.list(OptionType.text()),
      "openai_preferred",
      "who may be published: `openai_preferred`, `openai_only`, `any`, `none`, or model patterns"),
  TEMPERATURE(
      OptionType.decimalOrNone("0", "2"), "0.3", "of the drafts; `none` leaves it to each model"),
  MAX_TOKENS(OptionType.integer(1, 1_000_000), "1000", "the most that a reply may have"),
  MODEL_PARAMETERS(
      OptionType.modelParameters(),
      null,
      "for a model, more fields of its request, or another `max-tokens` or `temperature`"),
  CORPUS(
      OptionType.list(OptionType.text()),
      null,
      "folder or files (`.txt .md .pdf`) that answers must rest on"),
  CORPUS_TOKENS(
      OptionType.integer(200, 200_000),
      "3000",
      "about how many tokens of passages go into each prompt; a smaller corpus goes in whole"),
  REQUIRED_CITATIONS(
      OptionType.integer(0, 20), "2", "verified quotations that a grounded draft must have"),
  REDACTION(
      OptionType.bool(),
      "true",
      "keys, addresses and the like are taken out of all results; your own columns stay"),
  REDACTION_RULES(OptionType.text(), null, "a YAML file of rules in place of the built-in ones"),
  TEMPLATE(OptionType.text(), null, "a prompt with `{{column}}` placeholders"),
  SYSTEM(OptionType.text(), null, "a system text"),
  TASK_COLUMN(
      OptionType.text(), null, "the column that holds the task. Default: `task`, else `prompt`"),
  ONLY(OptionType.regex(), null, "only tasks whose text matches this regular expression"),
  SKIP(OptionType.regex(), null, "skip tasks whose text matches this regular expression"),
  LIMIT(OptionType.integer(0, Integer.MAX_VALUE), null, "the first N tasks"),
  REUSE(OptionType.bool(), "true", "take an identical paid answer from the ledger for $0"),
  TASK_FILES(
      OptionType.oneOf(TaskFiles.class),
      "auto",
      "a file for each task: `auto` (up to 10,000 tasks), `always`, `never`"),
  WHEN(OptionType.whens(), null, "other options for the tasks that match, see docs/workflow.md"),
  ENCODING(
      OptionType.name(
          "utf-8, utf-16, utf-16le, utf-16be, windows-1252, iso-8859-1 or another charset's name",
          "[A-Za-z0-9._:-]{1,40}"),
      null,
      "of the task file. Default: UTF-8, or UTF-16 with a mark");

  private final OptionType<?> values;
  private final @Nullable String defaultText;
  private final String help;
  private final List<String> aliases;
  private final @Nullable Object defaultValue;

  Option(OptionType<?> values, @Nullable String defaultText, String help, String... aliases) {
    this.values = values;
    this.defaultText = defaultText;
    this.help = help;
    this.aliases = List.of(aliases);
    this.defaultValue = defaultText == null ? null : values.read(defaultText);
  }

  /** As it is written in files and on command lines: {@code per-run-cap}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Other names on command lines. */
  public List<String> aliases() {
    return aliases;
  }

  public Optional<String> defaultText() {
    return Optional.ofNullable(defaultText);
  }

  @Nullable Object defaultValue() {
    return defaultValue;
  }

  /** What it means, in Markdown. */
  public String help() {
    return help;
  }

  /** What values it takes, to follow "it takes". */
  public String allowed() {
    return values.allowed();
  }

  /** Whether it takes a list or a map, which a command line gives as YAML. */
  public boolean isStructured() {
    return switch (this) {
      case RETRY_DELAYS, DEBATERS, ALLOWED_MODELS, POLICY, MODEL_PARAMETERS, CORPUS, WHEN -> true;
      default -> false;
    };
  }

  /** The option whose key is this but for case and dashes, as in an environment variable. */
  public static @Nullable Option find(String key) {
    String bare = bare(key);
    return Arrays.stream(values())
        .filter(
            option ->
                bare(option.key()).equals(bare)
                    || option.aliases.stream().anyMatch(alias -> bare(alias).equals(bare)))
        .findFirst()
        .orElse(null);
  }

  private static String bare(String key) {
    return key.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  /**
   * @param raw from YAML, JSON or a command line
   * @throws InvalidOptionException naming the option, the value and what is allowed
   */
  Object read(Object raw) {
    try {
      return values.read(raw);
    } catch (InvalidOptionException e) {
      throw e;
    } catch (IllegalArgumentException | ClassCastException e) {
      throw InvalidOptionException.value(key(), raw, values.allowed());
    }
  }

  @SuppressWarnings("unchecked")
  Object write(Object value) {
    return ((OptionType<Object>) values).writer().apply(value);
  }

  /**
   * @param key or an alias
   * @throws InvalidOptionException if there is no such option, naming the nearest one
   */
  public static Option of(String key) {
    return Arrays.stream(values())
        .filter(option -> option.key().equals(key) || option.aliases.contains(key))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidOptionException(
                    key,
                    "'%s' is not an option; the options are %s"
                        .formatted(key, String.join(", ", keys()))));
  }

  private static List<String> keys() {
    return Stream.of(values()).map(Option::key).toList();
  }
}
