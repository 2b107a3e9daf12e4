package org.batchrunner.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.batchrunner.app.TestProgram.Said;
import org.batchrunner.common.Json;
import org.batchrunner.files.FileTree;
import org.batchrunner.harness.Outcome;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs tasks whose replies are given, and reads what came of them. As a static extension it starts
 * the program once for all tests of a class, and begins each test without the replies and settings
 * of the one before.
 */
final class PaidReplies implements AutoCloseable, BeforeEachCallback, AfterAllCallback {

  final ModelStub stub = ModelStub.start();

  final TestProgram program;
  private final Path home;
  private int files;

  PaidReplies(Path home) {
    this.home = home;
    this.program =
        TestProgram.in(home)
            .vendors(stub)
            .set("defaults.redaction", "false")
            .set("defaults.retry-delays", "0.01s")
            .set("defaults.workflow", "single")
            .set("defaults.debaters", "openai/gpt-4o-mini");
  }

  /** For an extension: in a folder of its own. */
  static PaidReplies kept() {
    try {
      PaidReplies replies = new PaidReplies(Files.createTempDirectory("paid-replies"));
      replies.program.kept();
      return replies;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Path home() {
    return home;
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    stub.reset();
    program.restore();
  }

  @Override
  public void afterAll(ExtensionContext tests) throws IOException {
    close();
    FileTree.delete(home);
  }

  /** A number that no test before had, for prompts that are to be asked. */
  int next() {
    return ++files;
  }

  /** A body, with single quotes for double ones. */
  static Reaction body(String json) {
    return Reaction.raw(200, json.replace('\'', '"'));
  }

  /** A chat completion of gpt-4o-mini with this choice, 20 and 10 tokens. */
  static Reaction choice(String choice) {
    return chat(choice, "'usage':{'prompt_tokens':20,'completion_tokens':10,'total_tokens':30}");
  }

  static Reaction chat(String choice, String rest) {
    return body(
        "{'id':'x','object':'chat.completion','model':'gpt-4o-mini-2024-07-18','choices':[{'index':0,"
            + choice
            + "}],"
            + rest
            + "}");
  }

  /** A chat completion that says hi, with this usage. */
  static Reaction usage(String usage) {
    return chat("'message':{'content':'Hi'},'finish_reason':'stop'", "'usage':" + usage);
  }

  /** What one task comes to whose replies are these. */
  JsonNode result(Reaction... replies) {
    return result(List.of(), replies);
  }

  JsonNode result(List<String> options, Reaction... replies) {
    stub.enqueue(replies);
    return outcome("id,task\n1,Question " + ++files + "\n", options).results().get(0);
  }

  /** What the tasks of a file come to. */
  Outcome outcome(String rows, List<String> options) {
    return outcome("tasks" + files + ".csv", rows, options);
  }

  Outcome outcome(String name, String rows, List<String> options) {
    Said said = run(name, rows, options);
    if (said.code() != 0 && said.code() != 3) {
      throw new AssertionError(said.err() + said.out());
    }
    return latest();
  }

  Said run(String name, String rows, List<String> options) {
    try {
      Path file = Files.writeString(home.resolve(name), rows);
      return program.run(
          Stream.concat(Stream.of("run", file.toString()), options.stream())
              .toArray(String[]::new));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The newest batch. */
  Outcome latest() {
    try (Stream<Path> folders = Files.list(home.resolve("outbox"))) {
      return Outcome.read(
          folders
              .filter(folder -> Files.exists(folder.resolve("batch_report.csv")))
              .max(Comparator.comparing(PaidReplies::written))
              .orElseThrow());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long written(Path folder) {
    try {
      return Files.getLastModifiedTime(folder.resolve("batch_report.csv")).toMillis();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static @Nullable String text(JsonNode node, String field) {
    return node.path(field).isNull() ? null : node.path(field).asText();
  }

  static JsonNode json(String text) throws IOException {
    return Json.MAPPER.readTree(text);
  }

  @Override
  public void close() {
    program.close();
    stub.close();
  }
}
