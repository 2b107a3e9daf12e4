package org.batchrunner.workflow;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.Test;

class OptionCheckTest {

  private static Options when(Map<String, Object> set) {
    return Options.of(
        Map.of(
            "debaters", "openai/gpt-4o-mini", "when", List.of(Map.of("match", "x", "set", set))));
  }

  @Test
  void aPolicyOrALimitThatIsNoneIsFoundBeforeAnythingIsSpent() {
    assertThatThrownBy(() -> OptionCheck.check(Options.of(Map.of("policy", "open ai"))))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("policy: 'open ai' is not allowed");
    assertThatThrownBy(() -> OptionCheck.check(when(Map.of("policy", "any,none"))))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("stands alone");
    assertThatThrownBy(
            () ->
                OptionCheck.check(
                    when(
                        Map.of(
                            "model-parameters",
                            Map.of("openai/gpt-4o-mini", Map.of("max-tokens", 0))))))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining(
            "model-parameters of openai/gpt-4o-mini: 'max-tokens' takes a whole number from 1");
  }

  @Test
  void aWhenSetsNothingThatOnlyAWholeBatchHas() {
    for (String key : List.of("per-batch-cap", "concurrency", "limit", "task-column", "corpus")) {
      assertThatThrownBy(() -> OptionCheck.check(when(Map.of(key, "1"))))
          .isInstanceOf(InvalidOptionException.class)
          .hasMessageContaining(key + " applies to the whole batch");
    }
    assertThatCode(
            () ->
                OptionCheck.check(
                    when(
                        Map.of(
                            "workflow", "debate",
                            "debaters", "openai/gpt-4o-mini,openai/gpt-4o",
                            "max-tokens", 4000,
                            "per-run-cap", "2"))))
        .doesNotThrowAnyException();
  }
}
