package org.batchrunner.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrayPlaceholdersTest {

  private static List<String> ofTemplate(String template) {
    return new StrayPlaceholders(Template.of(Options.of(Map.of("template", template)))).notes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{company}", "${company}", "{{ company}", "{ company }", "{{unclosed", "{prénom}"})
  void whatLooksLikeAPlaceholderInATemplateIsTold(String like) {
    assertThat(ofTemplate("{{task}} for " + like))
        .singleElement()
        .asString()
        .contains("the template has", like.replace("unclosed", ""), "sent as it stands");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{task}} and {{company}}",
        "{{task}} as JSON: {\"a\": 1, \"b\": [2]}",
        "{{task}} } { {} {1}",
        "{{task}} in C: { return x; }"
      })
  void othersAreNot(String template) {
    assertThat(ofTemplate(template)).isEmpty();
  }

  @Test
  void aColumnInsideACellIsToldAndNeverFilledIn() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("Company", "Acme");
    columns.put("task", "Write to {{ company }}");
    Task task = new Task(1, "1", "Write to {{ company }}", columns, null);
    StrayPlaceholders stray = new StrayPlaceholders(List.of());
    stray.look(task, 2);
    stray.look(task, 3);
    assertThat(stray.notes())
        .singleElement()
        .asString()
        .contains("{{Company}} stands inside a cell of 2 tasks", "line 2", "sent as it stands");
    assertThat(Template.parse("{{task}}").render(task)).isEqualTo("Write to {{ company }}");
  }

  @Test
  void bracesOfAnotherKindAreNobodysBusiness() {
    StrayPlaceholders stray = new StrayPlaceholders(List.of());
    stray.look(new Task(1, "1", "What does {{user}} mean in Jinja?", Map.of("task", "x"), null), 2);
    assertThat(stray.notes()).isEmpty();
  }
}
