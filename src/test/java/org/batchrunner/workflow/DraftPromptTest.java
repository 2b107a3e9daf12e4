package org.batchrunner.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Prompt;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.Test;

class DraftPromptTest {

  private static final ModelId MODEL = ModelId.parse("openai/gpt-4o-mini");
  private static final Task TASK = new Task(1, "1", "How deep is the well?", Map.of(), null);
  private static final Options SINGLE = Options.of(Map.of("debaters", MODEL.toString()));
  private static final Options DEBATE =
      Options.of(Map.of("debaters", "openai/gpt-4o-mini,openai/gpt-4o", "system", "Be brief."));

  @Test
  void aSingleModelGetsTheTaskAsItIs() {
    Prompt prompt = DraftPrompt.of(TASK, SINGLE, MODEL, TASK.text(), null);

    assertThat(prompt.user()).isEqualTo("How deep is the well?");
    assertThat(prompt.system()).isNull();
    assertThat(prompt.schema()).isNull();
  }

  @Test
  void aDebaterIsAskedForJsonAndToldWhatTheUserWantsToo() {
    Prompt prompt = DraftPrompt.of(TASK, DEBATE, MODEL, TASK.text(), null);

    assertThat(prompt.system()).contains("JSON", "Be brief.", "self_harm (critical)");
    assertThat(prompt.schema().path("properties").fieldNames())
        .toIterable()
        .containsExactly("answer", "evidence", "confidence", "safety_flags");
  }

  @Test
  void thePassagesAreSentWholeHoweverLongAndFenced() {
    String passage = "The well is deep. ".repeat(400) + "It ends at 31 metres.";
    Source source = new Source("The well", "well.md", null, passage);
    for (Grounding grounding :
        List.of(Grounding.own(List.of(source)), Grounding.shared(List.of(source)))) {
      Prompt prompt = DraftPrompt.of(TASK, SINGLE, MODEL, TASK.text(), grounding);

      assertThat(prompt.shared() + prompt.user()).contains(passage, "=== source ", "well.md");
      assertThat(prompt.user()).endsWith("How deep is the well?");
      assertThat(prompt.schema().path("properties").has("citations")).isTrue();
    }
  }
}
