package org.batchrunner.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import org.batchrunner.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTaskFileTest {

  @TempDir Path folder;

  private Dropped jsonl(String text) {
    return Dropped.file(folder, "tasks.jsonl", text);
  }

  private void refused(String text, long line, String part) {
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> jsonl(text).check())
        .satisfies(e -> assertThat(e.line()).isEqualTo(line))
        .withMessageContaining(part);
  }

  @Test
  void readsAnObjectALine() {
    Dropped file =
        jsonl(
            "{\"task\": \"one\", \"id\": 7, \"n\": 1.10, \"o\": {\"a\": [1, 2]}, \"z\": null}\r\n\n"
                + "{\" Prompt \": \"two\", \"Id\": \"x\"}\n");

    assertThat(file.texts()).containsExactly("one", "two");
    assertThat(file.tasks()).extracting(Task::id).containsExactly("7", "x");
    assertThat(file.tasks().get(0).columns())
        .containsExactly(
            entry("task", "one"),
            entry("id", "7"),
            entry("n", "1.10"),
            entry("o", "{\"a\":[1,2]}"),
            entry("z", ""));
    assertThat(file.check().columns())
        .containsExactly("task", "id", "n", "o", "z", " Prompt ", "Id");
  }

  @Test
  void dropsAndCountsEmptyTasks() {
    Census census = jsonl("{\"task\": \"\"}\n{\"task\": null}\n{\"task\": \"a\"}\n").check();

    assertThat(census.tasks()).isEqualTo(1);
    assertThat(census.dropped()).isEqualTo(2);
  }

  @Test
  void takesTheFieldThatTheOptionNames() {
    assertThat(jsonl("{\"q\": \"a\", \"task\": \"b\"}").with("task-column", "Q").texts())
        .containsExactly("a");
  }

  @Test
  void readsTheOpenAiBatchFormatAndKeepsTheBodyAsItIs() {
    String body =
        "{\"model\": \"gpt-4o\",  \"temperature\": 1.0, \"messages\": [{\"role\": \"system\","
            + " \"content\": \"s\"}, {\"role\": \"user\", \"content\": \"first\"}, {\"role\":"
            + " \"user\", \"content\": [{\"type\": \"text\", \"text\": \"a\"}, {\"type\":"
            + " \"image_url\"}, {\"type\": \"text\", \"text\": \"b ü\"}]}, {\"role\": \"assistant\","
            + " \"content\": \"x\"}]}";
    Task task =
        jsonl(
                "{\"custom_id\": \"r-1\", \"method\": \"POST\", \"url\": \"/v1/chat/completions\","
                    + " \"body\": "
                    + body
                    + "}\n")
            .tasks()
            .get(0);

    assertThat(task.id()).isEqualTo("r-1");
    assertThat(task.text()).isEqualTo("a\nb ü");
    assertThat(task.body()).isEqualTo(body);
    assertThat(task.columns()).containsOnlyKeys("custom_id", "method", "url", "task");
  }

  @Test
  void refusesOtherOpenAiRequests() {
    refused(
        "{\"custom_id\": \"1\", \"url\": \"/v1/embeddings\", \"body\": {\"input\": \"x\"}}",
        1,
        "/v1/chat/completions");
    refused("{\"custom_id\": \"1\", \"body\": {\"messages\": []}}", 1, "`messages`");
  }

  @Test
  void refusesWhatIsNoJsonWithItsLineAndColumn() {
    refused("{\"task\": \"a\"}\n{\"task\": oops}\n", 2, "column ");
    refused("{\"task\": \"a\"", 1, "does not end on its line");
    refused("{\"task\": \"a\"} {}", 1, "column ");
    refused("[1]", 1, "each line must be a JSON object");
    refused("\"task\"", 1, "each line must be a JSON object");
    refused("{\"task\": \"a\", \"task\": \"b\"}", 1, "a field is given twice");
    refused("{\"a\": 1}", 1, "no column 'task' or 'prompt'; the fields are: a");
    refused("{\"task\": [\"a\"]}", 1, "'task' is not a text");
    refused("{\"task\": \"a\\u0000b\"}", 1, "is not valid in a text");
    refused("{\"task\": \"a\\ud83d\"}", 1, "is not valid in a text");
  }

  @Test
  void doesNotRepeatThePromptInAMessage() {
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> jsonl("{\"task\": secretprompt}").check())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secretprompt"));
  }

  @Test
  void boundsDepthAndLength() {
    refused("{\"task\": \"a\", \"x\": " + "[".repeat(5000) + "]".repeat(5000) + "}", 1, "nested");
    refused("{\"task\": \"" + "a".repeat(1_000_001) + "\"}", 1, "1,000,000");
    refused("{\"task\": \"" + "a".repeat(4_000_001) + "\"}", 1, "4,000,000");
    refused("{\"task\": \"a\", \"n\": " + "9".repeat(5000) + "}", 1, "too long a number");
  }

  @Test
  void boundsTheFieldsOfAllLinesTogether() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("{\"task\": \"a\", \"f").append(i).append("\": 1}\n");
    }
    refused(text.toString(), 16_384, "16,384 different fields");
  }
}
