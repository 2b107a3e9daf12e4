package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.batchrunner.app.TestProgram.Said;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code run} refuses {@code plan} refuses too, with the same sentence, and no call. */
class PlanChecksTest {

  @TempDir static Path folder;
  private static TestProgram program;

  /** For the files of one test. */
  @TempDir Path home;

  private Path tasks;

  @BeforeAll
  static void start() {
    // Nobody listens there: a call would fail, and show.
    program =
        TestProgram.in(folder)
            .set("mode", "real")
            .set("providers.openai.api-key", "sk-test-0123456789")
            .set("providers.openai.base-url", "http://127.0.0.1:9/v1")
            .set("providers.anthropic.api-key", "sk-test-0123456789")
            .set("providers.anthropic.base-url", "http://127.0.0.1:9/v1")
            .kept();
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    tasks = Files.writeString(home.resolve("tasks.csv"), "task\nHello\n");
  }

  private static String line(String id, String model) {
    return ("{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":"
            + "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}}%n")
        .formatted(id, model);
  }

  private void refused(Path file, List<String> options, String... parts) {
    refused(List.of("plan", "run"), file, options, parts);
  }

  private void refusedByPlan(Path file, List<String> options, String... parts) {
    refused(List.of("plan"), file, options, parts);
  }

  private void refused(List<String> commands, Path file, List<String> options, String... parts) {
    for (String command : commands) {
      List<String> words = new java.util.ArrayList<>(List.of(command, file.toString()));
      words.addAll(options);
      Said said =
          assertTimeoutPreemptively(
              Duration.ofSeconds(60), () -> program.run(words.toArray(String[]::new)));
      assertThat(said.code()).as(command + ": " + said).isEqualTo(2);
      assertThat(said.err()).as(command).contains(parts).doesNotContain("\tat ", "Exception");
    }
  }

  @Test
  void linesThatNameAModelOfTheirOwn() throws IOException {
    Path file = home.resolve("batch.jsonl");
    List<String> openai = List.of("--debaters", "openai/gpt-4o-mini");
    Files.writeString(file, line("a", "gpt-4o-mini") + line("b", "my-deployment"));
    refused(file, openai, "batch.jsonl", "line 2", "no price is known for openai/my-deployment");
    Files.writeString(file, "{\"task\":\"Hi\"}\n" + line("b", "my-deployment"));
    refused(file, openai, "line 2", "no price is known for openai/my-deployment");
    Files.writeString(
        file, line("a", "gpt-4o-mini").replaceFirst("\"custom_id\":\"a\",", "") + line("b", "x"));
    refused(file, openai, "line 2", "no price is known for openai/x");
    Files.writeString(file, line("a", "gpt-4o-mini") + line("b", "gpt-4o"));
    refused(
        file,
        List.of("--debaters", "openai/gpt-4o-mini", "--allowed-models", "*mini"),
        "line 2",
        "allowed-models does not permit openai/gpt-4o");
    refused(
        file,
        List.of("--debaters", "anthropic/claude-haiku-4-5"),
        "line 1",
        "can't be sent to anthropic/claude-haiku-4-5");
    refused(
        file,
        List.of(
            "--debaters",
            "openai/gpt-4o",
            "--when",
            "[{match: Hi, set: {debaters: [anthropic/claude-haiku-4-5]}}]"),
        "line 1",
        "can't be sent to anthropic/claude-haiku-4-5");
    Path corpus = Files.writeString(home.resolve("c.txt"), "Hi there");
    refused(
        file,
        List.of("--debaters", "openai/gpt-4o", "--corpus", corpus.toString()),
        "line 1",
        "can't rest on a corpus");
    Files.writeString(file, line("a", "gpt-4o-search-preview"));
    refused(file, openai, "line 1", "searches cost fees");
    assertThat(folder.resolve("outbox").toFile().list())
        .contains(".receipts")
        .noneMatch(batch -> batch.startsWith("batch-"));
  }

  @Test
  void aLineThatIsLeftOutIsNotAsked() throws IOException {
    Path file = home.resolve("batch.jsonl");
    Files.writeString(file, line("a", "gpt-4o-mini") + line("b", "my-deployment"));
    Said said =
        program.run("plan", file.toString(), "--debaters", "openai/gpt-4o-mini", "--limit", "1");
    assertThat(said.code()).as(said.err()).isZero();
  }

  @Test
  void aTaskThatNoPassageFitsIsANoteOfThePlan() throws IOException {
    Path corpus = Files.writeString(home.resolve("c.txt"), "Bees gather nectar. ".repeat(3000));
    Path file = Files.writeString(home.resolve("q.csv"), "task\nnectar?\nxyzzy plugh\n");
    Said said =
        program.run(
            "plan",
            file.toString(),
            "--corpus",
            corpus.toString(),
            "--debaters",
            "openai/gpt-4o-mini");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("1 of the tasks can't be asked", "task 2 (2)", "no passage");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void filesThatAreNotWhatTheyShouldBe() throws Exception {
    Path secret = Files.writeString(home.resolve("secret.yaml"), "password: hunter2\n*alias\n");
    Path pipe = home.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    String rules = "--redaction-rules";
    refused(tasks, List.of(rules, "/dev/zero"), "redaction-rules", "a device");
    refusedByPlan(tasks, List.of(rules, pipe.toString()), "is a pipe");
    refusedByPlan(tasks, List.of(rules, home.toString()), "a folder");
    refusedByPlan(tasks, List.of(rules, "/proc/self/environ"), "made by the operating system");
    refusedByPlan(tasks, List.of(rules, home + "/none.yaml"), "there is no file");
    refused(tasks, List.of("--corpus", "/dev/zero"), "/dev/zero", "a device");
    refusedByPlan(tasks, List.of("--corpus", pipe.toString()), "is a pipe");
    refusedByPlan(tasks, List.of("--corpus", "/proc"), "operating system");
    for (String text : List.of("password: hunter2\n", "hunter2\n", "- hunter2\n", "*hunter2\n")) {
      Files.writeString(secret, text);
      for (String command : List.of("plan")) {
        Said said = program.run(command, tasks.toString(), rules, secret.toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("secret.yaml, line 1").doesNotContain("hunter2");
      }
    }
    Path folder = Files.createDirectory(home.resolve("folder.csv"));
    refused(folder, List.of(), "a folder");
    refused(
        Files.createSymbolicLink(home.resolve("z.csv"), Path.of("/dev/zero")), List.of(), "device");
    refusedByPlan(Files.createSymbolicLink(home.resolve("p.txt"), pipe), List.of(), "is a pipe");
    Files.createSymbolicLink(home.resolve("tasks.yaml"), secret);
    refused(tasks, List.of(), "tasks.yaml", "is a link");
    Files.delete(home.resolve("tasks.yaml"));
    Files.createDirectory(home.resolve("tasks.yaml"));
    refused(tasks, List.of(), "tasks.yaml", "a folder");
  }

  @Test
  void placeholdersThatAreNoneAreTold() throws IOException {
    Path file = Files.writeString(home.resolve("m.csv"), "company,task\nAcme,Sell {{company}}\n");
    TestProgram mock = TestProgram.in(home).set("mode", "mock");
    for (String command : List.of("plan", "run")) {
      Said said = mock.run(command, file.toString(), "--template", "{{task}} to {company}");
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(said.out() + said.err())
          .contains("the template has {company}", "{{company}} stands inside a cell");
    }
    Said said = mock.run("plan", file.toString(), "--template", "Write to {company}: {task}");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("names no column", "{{task}}");
  }

  @Test
  void whatRunTakesPlanTakes() throws IOException {
    Path link = Files.createSymbolicLink(home.resolve("link.csv"), tasks);
    Said said = program.run("plan", link.toString(), "--debaters", "openai/gpt-4o-mini");
    assertThat(said.code()).as(said.err()).isZero();
  }
}
