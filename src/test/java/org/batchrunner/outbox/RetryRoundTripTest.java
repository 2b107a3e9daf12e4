package org.batchrunner.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.batchrunner.flow.CamelCsvParser;
import org.batchrunner.intake.CloseableIterator;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.TaskFile;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What did not end well is dropped again as retry.csv, and read by the real intake. */
class RetryRoundTripTest {

  private static DefaultCamelContext camel;

  @TempDir Path folder;

  @BeforeAll
  static void startCamel() {
    camel = new DefaultCamelContext();
    camel.build();
  }

  @AfterAll
  static void stopCamel() throws IOException {
    camel.close();
  }

  @Test
  void rowsOfACsvFileAreTheSameTasksAgain() throws IOException {
    TaskFile file =
        dropped(
            "in.csv",
            """
            \uFEFFnote;id; Prompt ;sep=,
            a;1;"one ""quoted""\r\nline; two";x
            '=1+1;../../x;''=2;-5
             spaced ;;  '@me;
            ;4;   ;dropped
            """);
    assertSameTasksAgain(file, new InputColumns(file.check().columns()));
  }

  @Test
  void aFileOfOneColumnIsTheSameTasksAgain() throws IOException {
    TaskFile file = dropped("in.csv", "task\n\"\"\"q\"\"\"\n#no comment\n\" \tx\"\n");
    assertSameTasksAgain(file, new InputColumns(file.check().columns()));
  }

  @Test
  void linesOfTextAreTheSameTasksAgain() throws IOException {
    assertSameTasksAgain(
        dropped("in.txt", "one, two\n\n'=SUM(A1)\n=1\n-7\n\"quoted\"\nid,task\n"),
        InputColumns.OF_LINES);
  }

  @Test
  void itemsOfMarkdownAreTheSameTasksAgain() throws IOException {
    assertSameTasksAgain(
        dropped("in.md", "# Head\n\n- one\n1. @two\n- [ ] three | four\n"), InputColumns.OF_LINES);
  }

  @Test
  void linesOfJsonAreTheSameTasksAgain() throws IOException {
    TaskFile file =
        dropped(
            "in.jsonl",
            """
            {"prompt": "one\\r\\ntwo", "tags": ["a", {"b": 1}]}
            {"id": "x", "task": "'=three", "n": 1.50}
            {"task": "four", "id": 7, "tags": null}
            """);
    assertSameTexts(file, new InputColumns(file.check().columns()));
  }

  @Test
  void requestsOfTheOpenAiFormatAreTheSameRequestsAgain() throws IOException {
    TaskFile file =
        dropped(
            "in.jsonl",
            """
            {"custom_id": "r-1", "method": "POST", "url": "/v1/chat/completions", "body": \
            {"model": "gpt-4o", "presence_penalty": 1.50, "messages": [{"role": "user", "content": "hi"}]}}
            {"custom_id": "r-2", "method": "POST", "url": "/v1/chat/completions", "body": \
            {"model": "gpt-4o", "messages": [{"role": "user", "content": "ho"}]}}
            """);
    report(file, new InputColumns(file.check().columns()));
    assertThat(tasks(open(folder.resolve("out/" + Samples.ID + "/retry.jsonl"))))
        .isEqualTo(tasks(file));
  }

  private void assertSameTasksAgain(TaskFile file, InputColumns columns) throws IOException {
    report(file, columns);
    List<Task> again = tasks(retryCsv());
    assertThat(again).usingElementComparator(RetryRoundTripTest::compare).isEqualTo(tasks(file));
    assertThat(again).isNotEmpty();
  }

  private void assertSameTexts(TaskFile file, InputColumns columns) throws IOException {
    report(file, columns);
    assertThat(tasks(retryCsv()))
        .extracting(Task::id, Task::text)
        .containsExactlyElementsOf(
            tasks(file).stream()
                .map(task -> org.assertj.core.groups.Tuple.tuple(task.id(), task.text()))
                .toList());
  }

  private static int compare(Task one, Task other) {
    boolean same =
        one.seq() == other.seq()
            && one.id().equals(other.id())
            && one.text().equals(other.text())
            && one.columns().entrySet().containsAll(other.columns().entrySet());
    return same ? 0 : 1;
  }

  private TaskFile retryCsv() {
    return open(folder.resolve("out/" + Samples.ID + "/retry.csv"));
  }

  private void report(TaskFile file, InputColumns columns) throws IOException {
    new Reports(new Outbox(folder.resolve("out")))
        .end(Samples.batch(1), columns, tasks(file).iterator(), Collections.emptyIterator());
  }

  private TaskFile dropped(String name, String content) throws IOException {
    return open(Files.writeString(folder.resolve(name), content));
  }

  private static TaskFile open(Path path) {
    return new Intake(new CamelCsvParser(camel)).open(path, Options.DEFAULTS);
  }

  private static List<Task> tasks(TaskFile file) {
    List<Task> tasks = new ArrayList<>();
    try (CloseableIterator<Task> iterator = file.tasks()) {
      iterator.forEachRemaining(tasks::add);
    }
    return tasks;
  }
}
