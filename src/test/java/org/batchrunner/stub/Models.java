package org.batchrunner.stub;

import java.util.regex.Pattern;

/** What the vendors' models accept, by their names. */
final class Models {

  private static final Pattern REASONS = Pattern.compile("(o\\d|gpt-5)(?!.*chat).*");
  private static final Pattern FIXED =
      Pattern.compile("claude-(opus-4-[789]|opus-[5-9]|sonnet-[5-9]|fable).*");

  private Models() {}

  /** OpenAI's reasoning models: {@code max_completion_tokens} only, no temperature but 1. */
  static boolean reasons(String model) {
    return REASONS.matcher(model).matches();
  }

  /** Anthropic's models after Claude Opus 4.6: no temperature but 1.0. */
  static boolean fixedTemperature(String model) {
    return FIXED.matcher(model).matches();
  }
}
