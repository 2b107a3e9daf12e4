package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.batchrunner.app.TestProgram.Said;
import org.batchrunner.stub.ModelRequest;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a vendor would refuse is refused with the file, before any call. */
class RefusedRequestsTest {

  private static final String CLAUDE = "anthropic/claude-sonnet-4-5";
  private static final String NEWEST = "anthropic/claude-opus-4-8";

  @TempDir static Path folder;
  private static ModelStub stub;
  private static TestProgram program;

  /** For the files of one test. */
  @TempDir Path home;

  @BeforeAll
  static void start() {
    stub = ModelStub.start();
    program = TestProgram.in(folder).set("mode", "real").vendors(stub).kept();
  }

  @BeforeEach
  void reset() {
    stub.reset();
  }

  @AfterAll
  static void stop() {
    program.close();
    stub.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{temperature: 1.5} | " + CLAUDE + " | 1 | temperature 1.5 | from 0 to 1",
        "{temperature: 0.7} | " + NEWEST + " | 1 | temperature 0.7 | takes 1 only; leave it out",
        "{temperature: 0.7} | openai/o3-mini | 1 | temperature 0.7 | takes 1 only",
        "{temperature: 0.7} | openai/gpt-5-mini | 1 | temperature 0.7 | takes 1 only",
        "{temperature: 0.5, top_p: 0.9} | "
            + CLAUDE
            + " | 3 | temperature 0.5 | together with top_p",
        "{top_p: 0.9} | " + NEWEST + " | 3 | top_p 0.9 | takes 1 only",
        "{thinking: {type: enabled, budget_tokens: 2000}} | "
            + CLAUDE
            + " | 3 | thinking.budget_tokens 2000 | below max_tokens, which is 1000; raise max-tokens",
        "{thinking: {type: enabled, budget_tokens: 500}} | "
            + CLAUDE
            + " | 3 | thinking.budget_tokens 500 | 1024 or more",
        "{thinking: {type: enabled}} | "
            + CLAUDE
            + " | 3 | thinking.budget_tokens | it must be set",
        "{thinking: {type: enabled, budget_tokens: 1024}, max-tokens: 2000, temperature: 0.5} | "
            + CLAUDE
            + " | 3 | temperature 0.5 | a model that thinks",
        "{thinking: {type: enabled, budget_tokens: 1024}, max-tokens: 2000} | "
            + NEWEST
            + " | 3 | thinking.type enabled | adaptive or disabled",
        "{topP: 1.5} | google/gemini-2.5-flash | 3 | topP 1.5 | from 0 to 1",
        "{thinkingConfig: {thinkingBudget: 0}} | google/gemini-2.5-pro | 3 |"
            + " thinkingConfig.thinkingBudget 0 | from 128 to 32768, or -1",
        "{top_p: 0.5} | openai/gpt-5 | 3 | top_p 0.5 | takes 1 only"
      })
  void inAnOptionFile(String set, String model, int line, String field, String why)
      throws IOException {
    Path file = Files.writeString(home.resolve("ask.csv"), "task\nName a tree\n");
    boolean option = line == 1;
    String options =
        option
            ? set.substring(1, set.length() - 1) + "\ndebaters: [" + model + "]\n"
            : "debaters: [openai/gpt-4o-mini]\njudge: %s\nmodel-parameters: {%s: %s}\nworkflow: debate\n"
                .formatted(model, model, set);
    Files.writeString(home.resolve("ask.yaml"), options);

    for (String command : new String[] {"plan", "run"}) {
      Said said = program.run(command, file.toString());
      assertThat(said.code()).as(said.err()).isEqualTo(2);
      assertThat(said.err())
          .contains("ask.csv refused")
          .contains("ask.yaml, line " + line)
          .contains(field + " can't be sent to " + model, why)
          .doesNotContain("\tat ");
    }
    assertThat(stub.journal().requests()).isZero();
  }

  @Test
  void onTheCommandLineAndInLinesOfABatch() throws IOException {
    Path file = Files.writeString(home.resolve("ask.csv"), "task\nName a tree\n");
    Said said = program.run("run", file.toString(), "--debaters", NEWEST, "--temperature", "0.2");
    assertThat(said.code()).as(said.err()).isEqualTo(2);
    assertThat(said.err()).contains("temperature 0.2 can't be sent to " + NEWEST);
    String good = line("\"model\":\"gpt-4o-mini\",\"temperature\":0.9");
    Path lines = home.resolve("lines.jsonl");
    Files.writeString(lines, good + line("\"model\":\"o3-mini\",\"temperature\":0.9"));
    Said refused = program.run("run", lines.toString(), "--debaters", "openai/gpt-4o-mini");
    assertThat(refused.code()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err())
        .contains("lines.jsonl refused, line 2", "temperature 0.9 can't be sent to openai/o3-mini");
    Files.writeString(lines, good);
    Said elsewhere = program.run("plan", lines.toString(), "--debaters", CLAUDE);
    assertThat(elsewhere.code()).as(elsewhere.err()).isEqualTo(2);
    assertThat(elsewhere.err())
        .contains(
            "lines.jsonl refused: lines.jsonl, line 1: a request in OpenAI's format can't be sent"
                + " to "
                + CLAUDE);
    assertThat(stub.journal().requests()).isZero();
  }

  /** The temperature that is set by default, and none, go well with every model. */
  @Test
  void whatIsSetByDefaultIsRightForEachModel() throws IOException {
    Path file = Files.writeString(home.resolve("ask.csv"), "task\nName a tree\n");
    String all =
        "openai/gpt-4o-mini,openai/o3-mini,openai/gpt-5-mini,anthropic/claude-haiku-4-5,"
            + NEWEST
            + ",google/gemini-2.5-flash";
    Said said = program.run("run", file.toString(), "--debaters", all, "--judge", NEWEST);
    assertThat(said.code()).as(said.err()).isZero();
    String thinking =
        "{"
            + CLAUDE
            + ": {thinking: {type: enabled, budget_tokens: 1024}, max-tokens: 2000},"
            + " anthropic/claude-haiku-4-5: {top_p: 0.9}, openai/o3-mini: {max_tokens: 500}}";
    Said more =
        program.run(
            "run",
            file.toString(),
            "--debaters",
            CLAUDE + ",anthropic/claude-haiku-4-5,openai/o3-mini",
            "--model-parameters",
            thinking);
    assertThat(more.code()).as(more.err()).isZero();
  }

  @Test
  void noneIsLeftOutEverywhere() throws IOException {
    Path file = Files.writeString(home.resolve("bare.csv"), "task\nName a tree\n");
    Files.writeString(home.resolve("bare.yaml"), "temperature: none\n");
    List<ModelRequest> asked = new CopyOnWriteArrayList<>();
    stub.script(
        request -> {
          asked.add(request);
          return null;
        });
    Said said =
        program.run(
            "run",
            file.toString(),
            "--debaters",
            "openai/gpt-4o-mini,anthropic/claude-haiku-4-5,google/gemini-2.5-flash");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(asked).hasSizeGreaterThan(3);
    assertThat(asked)
        .allSatisfy(
            request -> assertThat(request.body().toString()).doesNotContain("\"temperature\""));
    try (Stream<Path> files = Files.walk(folder.resolve("outbox"))) {
      assertThat(
              files
                  .filter(each -> each.endsWith("options.yaml"))
                  .filter(each -> each.getParent().getFileName().toString().startsWith("bare-")))
          .singleElement()
          .satisfies(each -> assertThat(each).content().contains("temperature: none"));
    }
  }

  private static String line(String fields) {
    return "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{"
        + fields
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Name a tree\"}]}}\n";
  }
}
