package org.batchrunner.workflow;

import java.util.List;
import java.util.Set;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.ModelPatterns;
import org.batchrunner.task.options.Option;
import org.batchrunner.task.options.Options;

/**
 * Whose drafts may be published.
 *
 * @param name as the option has it
 * @param permitted the models
 * @param prefersOpenAi whether the provider {@code openai} goes first on a tie
 */
public record Policy(String name, ModelPatterns permitted, boolean prefersOpenAi) {

  static final String OPENAI = "openai";

  private static final Set<String> NAMES = Set.of("openai_preferred", "openai_only", "any", "none");

  /**
   * @throws InvalidOptionException if {@code policy} is neither one of the names nor a list of
   *     model patterns
   */
  public static Policy of(Options options) {
    List<String> policy = options.policy();
    String name = String.join(", ", policy);
    List<String> patterns =
        switch (name) {
          case "openai_preferred", "any" -> List.of("*");
          case "openai_only" -> List.of(OPENAI + "/*");
          case "none" -> List.of();
          default -> patterns(policy);
        };
    return new Policy(
        name, ModelPatterns.of(Option.POLICY, patterns), name.equals("openai_preferred"));
  }

  private static List<String> patterns(List<String> policy) {
    for (String pattern : policy) {
      if (NAMES.contains(pattern)) {
        throw new InvalidOptionException(
            Option.POLICY.key(), "policy: '%s' stands alone, not in a list".formatted(pattern));
      }
      if (!ModelPatterns.isPattern(pattern)) {
        throw refused(pattern);
      }
    }
    if (policy.isEmpty()) {
      throw refused("");
    }
    return policy;
  }

  private static InvalidOptionException refused(String value) {
    return new InvalidOptionException(
        Option.POLICY.key(),
        "policy: '%s' is not allowed; it takes openai_preferred, openai_only, any, none or model"
                .formatted(value)
            + " patterns such as anthropic/*");
  }

  /**
   * @param asked the model that was called
   * @param replied the model that its reply names: often the same one with a date
   */
  boolean permits(ModelId asked, String replied) {
    return permitted.matches(asked) || permitted.matches(new ModelId(asked.provider(), replied));
  }
}
