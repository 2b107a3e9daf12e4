package org.batchrunner.provider;

import java.util.Locale;
import java.util.regex.Pattern;

/** What models of one API refuse that others take, by their names. */
final class ModelRules {

  /** The name may follow a gateway's prefix: {@code openai/gpt-5-mini}. */
  private static final Pattern REASONING =
      Pattern.compile("(^|/)(o[1-9]|gpt-([5-9]|\\d\\d))(\\D|$)");

  private static final Pattern NO_SCHEMA =
      Pattern.compile("(^|/)(gpt-3\\.5|gpt-4($|-(0|1106|32k|turbo|vision))|gpt-4o-2024-05-13$)");

  private static final Pattern NO_JSON_MODE =
      Pattern.compile(
          "(^|/)(gpt-3\\.5-turbo-(0|16k|instruct)|gpt-4($|-(0314|0613|32k|vision))|o1-(mini|preview))");

  private static final Pattern CLAUDE = Pattern.compile("claude-");

  /**
   * Up to 4.6, in all spellings: {@code claude-3-5-haiku-latest}, {@code claude-opus-4-20250514}.
   */
  private static final Pattern CLAUDE_TO_4_6 =
      Pattern.compile(
          "claude-(v?[23]|instant|(opus|sonnet|haiku)-4($|[@:]|-\\d{8}|-[0-6]($|\\D)))");

  /** Each call of theirs costs a fee, or the tokens of pages that nobody has seen yet. */
  private static final Pattern FEES =
      Pattern.compile("search-(preview|api)|deep-research|computer-use");

  private ModelRules() {}

  /** Whether a model costs more than the tokens of its prompt and its completion. */
  static boolean hasFees(String model) {
    return FEES.matcher(model.toLowerCase(Locale.ROOT)).find();
  }

  static boolean takesTemperature(Api api, String model) {
    String name = model.toLowerCase(Locale.ROOT);
    return switch (api) {
      case OPENAI -> !REASONING.matcher(name).find();
      case ANTHROPIC -> !CLAUDE.matcher(name).find() || CLAUDE_TO_4_6.matcher(name).find();
      case GEMINI -> true;
    };
  }

  /** Whether an OpenAI model knows only the newer name of the limit. */
  static boolean isReasoning(String model) {
    return REASONING.matcher(model.toLowerCase(Locale.ROOT)).find();
  }

  /**
   * How an OpenAI model is told to reply in JSON: {@code json_schema}, {@code json_object}, or "".
   */
  static String jsonFormat(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    if (NO_JSON_MODE.matcher(name).find()) {
      return "";
    }
    return NO_SCHEMA.matcher(name).find() ? "json_object" : "json_schema";
  }
}
