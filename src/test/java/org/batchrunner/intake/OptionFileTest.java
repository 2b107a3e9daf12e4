package org.batchrunner.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OptionFileTest {

  @TempDir Path folder;

  private Map<String, Object> read(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("tasks.yaml"), yaml);
    return new OptionFile(new OptionSets(folder.resolve("templates"))).read(file);
  }

  private void refused(String yaml, long line, String... parts) {
    assertThatExceptionOfType(InvalidOptionFileException.class)
        .isThrownBy(() -> read(yaml))
        .satisfies(e -> assertThat(e.line()).isEqualTo(line))
        .satisfies(e -> assertThat(e).hasMessageStartingWith("tasks.yaml"))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  void readsOptions() throws IOException {
    Options options =
        Options.of(
            read(
                """
                # my caps
                per-run-cap: 0.10
                per-batch-cap: "2"
                debaters: [openai/gpt-4o-mini, anthropic/claude-haiku-4-5]
                redaction: false
                template: |
                  Write about {{topic}}
                  for {{ reader }}
                """));

    assertThat(options.perRunCap()).hasToString("0.1");
    assertThat(options.perBatchCap()).hasToString("2");
    assertThat(options.debaters()).hasSize(2);
    assertThat(options.redaction()).isFalse();
    assertThat(options.template()).contains("Write about {{topic}}\nfor {{ reader }}\n");
  }

  @Test
  void anEmptyFileSetsNothing() throws IOException {
    assertThat(read("")).isEmpty();
    assertThat(read("# nothing\n")).isEmpty();
  }

  @Test
  void namesTheLineOfAnUnknownKeyAndWhatThereIs() {
    refused(
        "concurrency: 2\nper-task-cap: 1\n", 2, "'per-task-cap' is not an option", "per-run-cap");
  }

  @Test
  void namesTheLineOfABadValueAndWhatIsAllowed() {
    refused("\nconcurrency: 2\ncap-mode: medium\n", 3, "cap-mode", "'medium'", "hard or soft");
    refused("per-run-cap: -1\n", 1, "per-run-cap", "-1");
    refused("per-run-cap: a lot\n", 1, "per-run-cap", "a lot");
    refused("per-run-cap:\n", 1, "per-run-cap has no value");
  }

  @Test
  void doesNotRepeatAHugeValue() {
    assertThatExceptionOfType(InvalidOptionFileException.class)
        .isThrownBy(() -> read("cap-mode: " + "x".repeat(500_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_200));
  }

  @Test
  void namesTheLineOfAnOptionWithinWhen() {
    refused("when:\n- match: x\n  set:\n    concurency: 2\n", 4, "'concurency' is not an option");
  }

  @Test
  void refusesWhatIsNoMapping() {
    refused("- a\n- b\n", 1, "KEY: VALUE");
    refused("just text", 1, "KEY: VALUE");
  }

  @Test
  void refusesBrokenYamlWithItsLine() {
    refused("concurrency: 2\ntemplate: \"never closed\n", 3, "not valid YAML");
    refused("concurrency: 2\n\tlimit: 3\n", 2, "not valid YAML");
  }

  @Test
  void refusesAKeyGivenTwice() {
    refused("limit: 1\nlimit: 2\n", 2, "not valid YAML", "duplicate key");
    refused("cap: 1\nper-batch-cap: 2\n", 2, "per-batch-cap is given twice");
  }

  @Test
  void knowsNoAliasesTagsAndDepths() {
    refused("a: &a [1]\nb: *a\n", 0, "without aliases");
    refused("limit: !!java.net.URL [\"http://localhost\"]\n", 1, "not valid YAML");
    assertThatExceptionOfType(InvalidOptionFileException.class)
        .isThrownBy(() -> read("template: " + "[".repeat(5000) + "]".repeat(5000)));
    assertThatExceptionOfType(InvalidOptionFileException.class)
        .isThrownBy(() -> read("template: " + "x".repeat(1_000_001)))
        .withMessageContaining("1 MB");
  }

  @ParameterizedTest
  @CsvSource({"no", "010", "1:30", "2026-08-01", "0x10", "1e3", "on", "1_000"})
  void readsAsTextWhatOldYamlTurnedIntoSomethingElse(String value) throws IOException {
    assertThat(read("only: " + value)).isEqualTo(Map.of("only", value));
  }

  @ParameterizedTest
  @CsvSource({"conservative,0.1,1,2", "moderate,0.5,5,3", "aggressive,2,20,8"})
  void knowsTheBuiltInSets(String name, String runCap, String batchCap, int concurrency)
      throws IOException {
    Options options = Options.of(read("use: " + name));

    assertThat(options.perRunCap()).hasToString(runCap);
    assertThat(options.perBatchCap()).hasToString(batchCap);
    assertThat(options.concurrency()).isEqualTo(concurrency);
  }

  @Test
  void whatIsGivenWinsOverTheSetWhereverItStands() throws IOException {
    Options options = Options.of(read("cap: 7\nuse: conservative\n"));

    assertThat(options.perBatchCap()).hasToString("7");
    assertThat(options.perRunCap()).hasToString("0.1");
  }

  @Test
  void readsSetsOfTheUsersOwn() throws IOException {
    OptionSets sets = new OptionSets(folder.resolve("templates"));
    sets.save("school", Map.of("limit", 5, "use", "conservative"));

    assertThat(Options.of(read("use: school")).limit()).contains(5);
    assertThat(Options.of(read("use: school")).concurrency()).isEqualTo(2);
    assertThat(sets.names()).containsExactly("aggressive", "conservative", "moderate", "school");
  }

  @Test
  void refusesSetsThatDoNotExistOrLeadOutOfTheFolder() throws IOException {
    Files.writeString(folder.resolve("secret.yaml"), "limit: 1\n");
    Files.createDirectories(folder.resolve("templates"));

    refused("use: frugal\n", 0, "'frugal' is not a set", "aggressive, conservative, moderate");
    refused("use: ../secret\n", 0, "'../secret' is not a set");
    refused("use: 3\n", 1, "use: it takes the name");
  }

  @Test
  void refusesSetsThatUseEachOther() throws IOException {
    OptionSets sets = new OptionSets(folder.resolve("templates"));
    sets.save("a", Map.of("use", "b"));
    sets.save("b", Map.of("use", "a"));

    refused("use: a\n", 0, "use each other");
  }

  @Test
  void refusesToSaveOverABuiltInSetOrOutsideTheFolder() {
    OptionSets sets = new OptionSets(folder.resolve("templates"));

    for (String name : List.of("moderate", "../x", "", "a/b", "a.b")) {
      assertThatExceptionOfType(InvalidOptionException.class)
          .isThrownBy(() -> sets.save(name, Map.of()));
    }
  }

  @Test
  void writesWhatItReads() throws IOException {
    Options options =
        Options.of(
            Map.of(
                "per-run-cap", new BigDecimal("0.10"),
                "only", "no",
                "skip", "010",
                "template", "a: b\n\n# c\n  d {{x}}\n",
                "system", " \u0085 \u2028 🎉 \t\"'",
                "retry-delays", "1s,2m",
                "model-parameters", Map.of("openai/o3", Map.of("reasoning_effort", "low")),
                "when", List.of(Map.of("match", "x", "set", Map.of("limit", 3)))));
    Path file = folder.resolve("options.yaml");
    OptionFile.write(file, options.inForce());

    assertThat(Options.of(new OptionFile(new OptionSets(folder)).read(file))).isEqualTo(options);
    assertThat(folder.toFile().list()).containsExactly("options.yaml");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void yamlThatExplodesOrConstructsIsRefusedAtOnce(String yaml) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThatExceptionOfType(InvalidOptionFileException.class)
                .isThrownBy(() -> read(yaml))
                .satisfies(e -> assertThat(e).hasMessageStartingWith("tasks.yaml"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_200)));
  }

  static Stream<String> hostile() {
    StringBuilder laughs = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (char c = 'b'; c < 'k'; c++) {
      laughs.append("%c: &%c [%s]\n".formatted(c, c, ("*" + (char) (c - 1) + ",").repeat(9)));
    }
    return Stream.of(
        laughs.toString(),
        "when: &w [*w]\n",
        "model-parameters: &m {openai/x: *m}\n",
        "base: &b {limit: 1}\n<<: *b\n",
        "<<: {limit: 1}\n",
        "? {a: b}\n: c\n",
        "? [limit]\n: 1\n",
        "limit: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]\n",
        "when:\n- match: x\n  set: !!org.batchrunner.task.options.Options {limit: 3}\n",
        "only: !!python/object/apply:os.system [id]\n",
        "only: !!binary aGVsbG8=\n",
        "debaters: !!set {a, b}\n",
        "limit: !!timestamp 2020-01-01\n",
        "!!java.util.HashMap {limit: 3}\n",
        "when:\n- match: x\n  match: y\n  set: {limit: 1}\n",
        "model-parameters: {openai/x: {a: 1, a: 2}}\n",
        "model-parameters: " + "{a: ".repeat(3_000) + "1" + "}".repeat(3_000) + "\n",
        "when:\n" + nested(200),
        "%YAML 9.9\n---\nlimit: 1\n",
        "limit: 1\n---\nlimit: 2\n",
        "limit: " + "9".repeat(100_000) + "\n",
        "k".repeat(100_000) + ": 1\n",
        "limit: 1\n" + "#\n".repeat(600_000),
        "limit: \u0000\n");
  }

  private static String nested(int depth) {
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      yaml.append(" ".repeat(i)).append("-\n");
    }
    return yaml.toString();
  }
}
