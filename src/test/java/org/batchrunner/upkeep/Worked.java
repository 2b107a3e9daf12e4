package org.batchrunner.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.batchrunner.app.TestProgram;
import org.batchrunner.common.Json;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;

/** A folder in which batches were worked, with answers from a stub. */
final class Worked implements AutoCloseable {

  final Path home;
  final TestProgram program;
  final ModelStub stub = ModelStub.start();

  /** Prompts with the word "refuse" are refused. */
  Worked(Path home) {
    this.home = home;
    this.program =
        TestProgram.in(home)
            .set("providers.openai.base-url", stub.baseUrl(Api.OPENAI).toString())
            .set("providers.openai.api-key", "test")
            .set("defaults.debaters", "openai/gpt-4o-mini");
    stub.script(
        request ->
            request.user().contains("refuse")
                ? Reaction.error(400, "invalid_request_error", "not that")
                : null);
  }

  /**
   * Works a file.
   *
   * @return its summary
   */
  JsonNode run(String name, int code, String... prompts) throws IOException {
    Path file = Files.writeString(home.resolve(name), "task\n" + String.join("\n", prompts) + "\n");
    TestProgram.Said said = program.run("run", file.toString(), "--json", "--reuse=false");
    assertThat(said.code()).as(said.err()).isEqualTo(code);
    return Json.MAPPER.readTree(said.out());
  }

  Path folder(String batch) {
    return home.resolve("outbox").resolve(batch);
  }

  @Override
  public void close() {
    stub.close();
  }
}
