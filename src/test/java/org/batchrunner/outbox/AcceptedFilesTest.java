package org.batchrunner.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

class AcceptedFilesTest {

  @TempDir Path root;

  @Test
  void theOutboxHasTheInputByteForByteAndTheOptionsInForce() throws IOException {
    byte[] bytes = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 't', 'a', 's', 'k', '\r', '\n', 'x', 0};
    Path input = Files.write(root.resolve("copy"), bytes);

    new AcceptedFiles(new Outbox(root.resolve("outbox")))
        .write("b-1", input, "Mine.CSV", Options.of(Map.of("per-batch-cap", "2.50")));

    Path folder = root.resolve("outbox/b-1");
    assertThat(folder.resolve("tasks.csv")).hasBinaryContent(bytes);
    assertThat(folder.resolve("options.yaml"))
        .content()
        .contains("per-batch-cap: 2.5\n")
        .contains("per-run-cap: 1\n")
        .contains("concurrency: 3\n")
        .contains("cap-mode: hard\n")
        .doesNotContain("!!");
  }

  @Test
  void theOptionsFileReadsBackAsTheSameOptions() {
    Options options =
        Options.of(
            Map.of(
                "per-run-cap",
                "0.000000001",
                "per-batch-cap",
                "1000000",
                "debaters",
                List.of("openai/gpt-4o", "local/x:y"),
                "only",
                "^a: [\"b\\n]",
                "system",
                "line one\nline two: {x}",
                "model-parameters",
                Map.of("openai/o4-mini", Map.of("reasoning_effort", "low")),
                "when",
                List.of(Map.of("match", "long", "set", Map.of("max-tokens", 4000)))));

    Map<String, Object> read = new Yaml().load(AcceptedFiles.yaml(options));

    assertThat(Options.of(read)).isEqualTo(options);
  }

  @Test
  void theCopyKeepsItsExtensionAndNothingElse() {
    assertThat(AcceptedFiles.nameOf("a.b.JSONL")).isEqualTo("tasks.jsonl");
    assertThat(AcceptedFiles.nameOf("notes.md")).isEqualTo("tasks.md");
    assertThat(AcceptedFiles.nameOf("a.cs/../v")).isEqualTo("tasks.txt");
    assertThat(AcceptedFiles.nameOf("csv")).isEqualTo("tasks.txt");
  }
}
