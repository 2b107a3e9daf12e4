package org.batchrunner.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.InvalidOptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateTest {

  @TempDir Path folder;

  private static final Task TASK =
      new Task(1, "1", "bees", Map.of("Reader", "a child", "length", "200"), null);

  @Test
  void putsInColumnsInAnyCaseAndBetweenSpaces() {
    assertThat(Template.parse("{{task}} for {{ reader }}, {{LENGTH}} words, {{task}}").render(TASK))
        .isEqualTo("bees for a child, 200 words, bees");
  }

  @Test
  void keepsTextThatIsNoPlaceholder() {
    assertThat(Template.parse("{{task}} { {task} }} {{ open").render(TASK))
        .isEqualTo("bees { {task} }} {{ open");
  }

  @Test
  void refusesATemplateThatAsksTheSameOfEveryTask() {
    for (String text : List.of("You are a helpful seller.", "Write to {company}: {task}", "")) {
      assertThatExceptionOfType(InvalidOptionException.class)
          .isThrownBy(() -> Template.parse(text))
          .withMessageContaining("names no column")
          .withMessageContaining("{{task}}");
    }
  }

  @Test
  void doesNotReadPlaceholdersInValues() {
    Task task = new Task(1, "1", "{{secret}}", Map.of("secret", "no"), null);

    assertThat(Template.parse("{{task}}").render(task)).isEqualTo("{{secret}}");
  }

  @Test
  void namesThePlaceholderThatIsNoColumn() {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> Template.parse("{{task}} {{topik}}").check(List.of("id", "topic")))
        .withMessageContaining("{{topik}}")
        .withMessageContaining("id, topic");
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> Template.parse("a {{ }}"));
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> Template.parse("{{a}}".repeat(1_001)))
        .withMessageContaining("1,000 placeholders");
  }

  @Test
  void isCheckedWithTheFile() {
    Dropped file = Dropped.file(folder, "a.csv", "task,topic\na,b\n");

    assertThat(file.with("template", "{{topic}}: {{task}}").check().tasks()).isEqualTo(1);
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> file.with("template", "{{nope}}").check())
        .withMessageContaining("task, topic");
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(
            () ->
                file.with("when", List.of(Map.of("match", "a", "set", Map.of("template", "{{x}}"))))
                    .check());
  }

  @Test
  void refusesATemplateThatMakesAHugePrompt() {
    Dropped file = Dropped.file(folder, "a.csv", "task\n" + "x".repeat(10_000) + "\n");

    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> file.with("template", "{{task}}".repeat(101)).check())
        .satisfies(e -> assertThat(e.line()).isEqualTo(2))
        .withMessageContaining("more than 1,000,000 characters");
  }
}
