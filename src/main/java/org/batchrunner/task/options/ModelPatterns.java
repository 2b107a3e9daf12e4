package org.batchrunner.task.options;

import java.util.List;
import java.util.Locale;
import org.batchrunner.task.ModelId;

/**
 * Patterns of models, such as {@code openai/*}. A {@code *} matches any characters, including
 * slashes; case is ignored.
 */
public final class ModelPatterns {

  private final List<String> patterns;

  private ModelPatterns(List<String> patterns) {
    this.patterns = patterns;
  }

  /**
   * @param option the option that the patterns belong to, for the error message
   * @throws InvalidOptionException if a pattern has neither a slash nor an asterisk, so that it can
   *     match no model
   */
  public static ModelPatterns of(Option option, List<String> patterns) {
    for (String pattern : patterns) {
      if (!isPattern(pattern)) {
        throw InvalidOptionException.value(option.key(), pattern, option.allowed());
      }
    }
    return new ModelPatterns(
        patterns.stream().map(pattern -> pattern.strip().toLowerCase(Locale.ROOT)).toList());
  }

  /** Returns whether the text can match any model. */
  public static boolean isPattern(String text) {
    return text.contains("/") || text.contains("*");
  }

  public boolean matches(ModelId model) {
    String name = model.toString().toLowerCase(Locale.ROOT);
    return patterns.stream().anyMatch(pattern -> matches(pattern, name));
  }

  /** Matches in at most {@code pattern x name} steps, so that no pattern can make it hang. */
  private static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public String toString() {
    return String.join(", ", patterns);
  }
}
