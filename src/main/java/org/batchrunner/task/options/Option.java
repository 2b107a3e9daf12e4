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
 * The batch options. Option files, the options of {@code run}, the form of the dashboard and the
 * table in docs/reference.md all come from this one list.
 */
public enum Option {
  PER_RUN_CAP(
      OptionType.dollars(),
      "1.00",
      "the most that a task may cost, in dollars; 0 allows no paid call",
      "task-cap"),
  PER_BATCH_CAP(
      OptionType.dollars(),
      "5.00",
      "the most that the batch may cost, in dollars; 0 allows no paid call",
      "cap"),
  CAP_MODE(
      OptionType.oneOf(CapMode.class),
      "hard",
      "`hard`: no cap is ever exceeded; `soft`: the cost is checked between tasks only"),
  RELEASE(
      OptionType.oneOf(Release.class),
      "never",
      "money that lost calls may have cost: it stays charged (`never`) or is given back,"
          + " `after-24h` or `by-hand`; see docs/operations.md"),
  CONCURRENCY(OptionType.integer(1, 1000), "3", "how many tasks run at once"),
  MAX_ATTEMPTS(OptionType.integer(1, 10), "3", "the most attempts for each model call"),
  RETRY_DELAYS(
      OptionType.list(OptionType.duration()),
      "0.8s,1.6s,2.4s",
      "the waits after the first, second and third failed attempt; the last one repeats"),
  WORKFLOW(
      OptionType.oneOf(Workflow.class),
      null,
      "`single`: the answer of the first debater; `debate`: drafts and a judge; `each`: the answers of"
          + " all debaters side by side. Default: `debate` with two debaters or more, else `single`"),
  DEBATERS(
      OptionType.list(OptionType.model()),
      null,
      "the models that answer, as `provider/model`. Default: one model of each configured provider"),
  JUDGE(OptionType.model(), null, "the model that scores the drafts. Default: the first debater"),
  ALLOWED_MODELS(
      OptionType.list(OptionType.text()),
      null,
      "patterns of the models that may be called, such as `openai/*`. Default: all configured models"),
  POLICY(
      OptionType.list(OptionType.text()),
      "openai_preferred",
      "whose answers may be published: `openai_preferred`, `openai_only`, `any`, `none`, or model patterns"),
  TEMPERATURE(
      OptionType.decimalOrNone("0", "2"),
      "0.3",
      "the temperature of the drafts; `none` sends none, so that each model uses its own"),
  MAX_TOKENS(OptionType.integer(1, 1_000_000), "1000", "the most tokens that a reply may have"),
  MODEL_PARAMETERS(
      OptionType.modelParameters(),
      null,
      "additional request fields for a model, or another `max-tokens` or `temperature`"),
  CORPUS(
      OptionType.list(OptionType.text()),
      null,
      "a folder or files (`.txt .md .pdf`) that answers must be based on"),
  CORPUS_TOKENS(
      OptionType.integer(200, 200_000),
      "3000",
      "about how many tokens of passages each prompt gets; a smaller corpus is included whole"),
  REQUIRED_CITATIONS(
      OptionType.integer(0, 20),
      "2",
      "how many verified quotations a draft needs when there is a corpus"),
  REDACTION(
      OptionType.bool(),
      "true",
      "removes keys, addresses and the like from all results; your own columns are kept"),
  REDACTION_RULES(OptionType.text(), null, "a YAML file of rules that replace the built-in ones"),
  TEMPLATE(OptionType.text(), null, "a prompt with `{{column}}` placeholders"),
  SYSTEM(OptionType.text(), null, "the system prompt"),
  TASK_COLUMN(
      OptionType.text(), null, "the column that holds the task. Default: `task`, else `prompt`"),
  ONLY(OptionType.regex(), null, "run only tasks whose text matches this regular expression"),
  SKIP(OptionType.regex(), null, "skip tasks whose text matches this regular expression"),
  LIMIT(OptionType.integer(0, Integer.MAX_VALUE), null, "run only the first N tasks"),
  REUSE(OptionType.bool(), "true", "use an identical answer that was already paid for, at no cost"),
  TASK_FILES(
      OptionType.oneOf(TaskFiles.class),
      "auto",
      "whether each task gets a file of its own: `auto` (up to 10,000 tasks), `always`, `never`"),
  WHEN(
      OptionType.whens(),
      null,
      "other options for tasks that match a pattern; see docs/workflow.md"),
  ENCODING(
      OptionType.name(
          "utf-8, utf-16, utf-16le, utf-16be, windows-1252, iso-8859-1 or another charset's name",
          "[A-Za-z0-9._:-]{1,40}"),
      null,
      "the encoding of the task file. Default: UTF-8, or UTF-16 with a byte order mark");

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

  /** Returns the name of the option in files and on command lines, such as {@code per-run-cap}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns other names of the option on command lines. */
  public List<String> aliases() {
    return aliases;
  }

  public Optional<String> defaultText() {
    return Optional.ofNullable(defaultText);
  }

  @Nullable Object defaultValue() {
    return defaultValue;
  }

  /** Returns the description, in Markdown. */
  public String help() {
    return help;
  }

  /** Returns the allowed values, worded to follow "it takes". */
  public String allowed() {
    return values.allowed();
  }

  /** Returns whether the value is a list or a map, which a command line gives as YAML. */
  public boolean isStructured() {
    return switch (this) {
      case RETRY_DELAYS, DEBATERS, ALLOWED_MODELS, POLICY, MODEL_PARAMETERS, CORPUS, WHEN -> true;
      default -> false;
    };
  }

  /** Finds an option by its key, ignoring case and dashes, as in an environment variable. */
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
   * @param raw the value from YAML, JSON or a command line
   * @throws InvalidOptionException if the value is not allowed; it names the option, the value and
   *     what is allowed
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
   * @param key the key or an alias
   * @throws InvalidOptionException if there is no such option; it names the most similar one
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
