package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.batchrunner.app.TestProgram.Said;
import org.batchrunner.common.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command, run in this process: what it prints and its exit code. */
class CommandsTest {

  private static final String ROWS = "id,task\na,Name a tree\nb,Name a bird\nc,Name a fish\n";

  @TempDir static Path home;
  private static TestProgram program;
  private static Path file;
  private static String batch;
  private static Said first;

  @BeforeAll
  static void runOnce() throws IOException {
    program = TestProgram.in(home).mock().kept();
    file = Files.writeString(home.resolve("three.csv"), ROWS);
    first = program.run("run", file.toString());
    try (Stream<Path> folders = Files.list(home.resolve("outbox"))) {
      batch =
          folders
              .map(folder -> folder.getFileName().toString())
              .filter(name -> name.startsWith("three-"))
              .findFirst()
              .orElseThrow();
    }
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  @Test
  void runSaysWhatCameOfItAndLeavesTheFileAlone() {
    assertThat(first.code()).isZero();
    assertThat(first.out())
        .contains(batch + ": finished", "3 of 3 tasks: 3 published", "cost $0.0000 of $5.00")
        .contains("see " + home.resolve("outbox").resolve(batch));
    assertThat(first.err()).contains("MOCK MODE", "OPENAI_API_KEY");
    assertThat(file).hasContent(ROWS);
    assertThat(home.resolve("outbox").resolve(batch).resolve("batch_report.csv")).exists();
  }

  @Test
  void aLedgerThatCannotBeUsedIsASentence(@TempDir Path broken) throws IOException {
    Path ledger = Files.createDirectories(broken.resolve("data")).resolve("ledger.db");
    Files.writeString(ledger, "a letter to my aunt ".repeat(100));
    TestProgram there = TestProgram.in(broken).set("mode", "mock");
    for (String command : List.of("status", "watch")) {
      Said said = there.run(command);
      assertThat(said.code()).as(said.err()).isEqualTo(1);
      assertThat(said.err())
          .contains("the ledger can't be opened")
          .doesNotContain("\tat ", "Exception:");
    }
    there.set("ledger.url", "jdbc:postgresql://127.0.0.1:1/none");
    Said said = there.run("status");
    assertThat(said.code()).as(said.err()).isEqualTo(1);
    assertThat(said.err()).contains("the ledger can't be opened").doesNotContain("\tat ");
  }

  @Test
  void jsonIsOneObjectForOneFileAndAnArrayForSeveral() throws IOException {
    Path other = Files.writeString(home.resolve("other.txt"), "Name a star\n");
    Said one = program.run("run", other.toString(), "--json");
    JsonNode summary = Json.MAPPER.readTree(one.out());
    assertThat(one.code()).isZero();
    assertThat(summary.path("count").asInt()).isEqualTo(1);

    Said two = program.run("run", other.toString(), file.toString(), "--json");
    JsonNode summaries = Json.MAPPER.readTree(two.out());
    assertThat(summaries.isArray()).isTrue();
    assertThat(summaries).hasSize(2);
    assertThat(summaries.get(1).path("mode").asText()).isEqualTo("mock");
  }

  @Test
  void aBadFileIsSaidAndTheOthersAreWorked() throws IOException {
    Path bad = Files.writeString(home.resolve("bad.csv"), "id,question\n1,Why?\n");
    Said said = program.run("run", bad.toString(), file.toString(), "--limit", "1");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("bad.csv", "task").doesNotContain("\tat ");
    assertThat(said.out()).contains("1 published", "2 filtered");
  }

  @Test
  void aMissingFileIsSaid() {
    Said said = program.run("run", home.resolve("nowhere.csv").toString());
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("nowhere.csv").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run | Missing required parameter: 'FILE",
        "fly | Unmatched argument",
        "run x.csv --nope 1 | --nope",
        "set | Missing required parameter",
        "pause | Missing required parameter",
      })
  void badUsage(String words, String sentence) {
    Said said = program.run(words.split(" "));
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains(sentence, "See: batch-runner");
    assertThat(said.err().lines()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void helpOfACommandIsItsHelp() {
    Said help = program.run("help", "run");
    assertThat(help.code()).as(help.err()).isZero();
    assertThat(help.out()).contains("Usage: batch-runner run", "--per-batch-cap");
    assertThat(program.run("help").out()).contains("Usage: batch-runner", "doctor");
  }

  @Test
  void aPlanPricesTheModelsThatAreNamedWithoutAKey(@TempDir Path keyless) throws IOException {
    TestProgram there = TestProgram.in(keyless);
    String[] words = {
      "plan", file.toString(), "--debaters", "[openai/gpt-4o-mini, anthropic/claude-sonnet-4-5]"
    };
    Said plan = there.run(words);
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("mock mode", "with a key it would cost this");
    Said json = there.run(words[0], words[1], words[2], words[3], "--json");
    JsonNode costs = Json.MAPPER.readTree(json.out());
    assertThat(costs.path("mode").asText()).isEqualTo("mock");
    assertThat(costs.path("expected").decimalValue()).isPositive();
    assertThat(costs.path("worst").decimalValue())
        .isGreaterThan(costs.path("expected").decimalValue());
    Said unpriced = there.run("plan", file.toString(), "--debaters", "openai/no-such-model");
    assertThat(unpriced.code()).isEqualTo(2);
    assertThat(unpriced.err()).contains("no price is known for openai/no-such-model");
  }

  @Test
  void aTemplateKeepsWhatWasGiven(@TempDir Path keyless) throws IOException {
    TestProgram there = TestProgram.in(keyless).set("mode", "mock");
    Said said =
        there.run("run", file.toString(), "--save-template", "plain", "--temperature", "0.7");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(keyless.resolve("templates/plain.yaml"))
        .content()
        .contains("temperature: 0.7")
        .doesNotContain("mock");
    there.run(
        "run", file.toString(), "--save-template", "named", "--debaters", "[openai/gpt-4o-mini]");
    assertThat(keyless.resolve("templates/named.yaml"))
        .content()
        .contains("openai/gpt-4o-mini")
        .doesNotContain("judge", "mock/mock");
  }

  @Test
  void aLimitOfNoneWorksNone() {
    Said said = program.run("run", file.toString(), "--limit", "0");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("3 of 3 tasks: 3 filtered");
    Said plan = program.run("plan", file.toString(), "--limit", "0");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("3 left out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--concurrency 0 | concurrency: '0' is not allowed | 1 to 1000",
        "--cap lots | per-batch-cap: 'lots' is not allowed | dollars",
        "--cap -1 | per-batch-cap: '-1' is not allowed | dollars",
        "--cap-mode firm | cap-mode: 'firm' is not allowed | hard or soft",
        "--temperature hot | temperature: 'hot' is not allowed | 0 to 2",
        "--use thrifty | thrifty | conservative",
      })
  void anOptionsBadValueIsNamedWithWhatIsAllowed(String option, String what, String allowed) {
    String[] words = option.split(" ");
    Said said = program.run("run", file.toString(), words[0], words[1]);
    assertThat(said.code()).as(said.err()).isEqualTo(2);
    assertThat(said.err()).contains(what, allowed).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "pause", "resume", "cancel", "retry", "report"})
  void anUnknownBatchIsSaid(String command) {
    Said said = program.run(command, "nowhere-2026");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("nowhere-2026").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode | fast | batch-runner.mode: 'fast' is not allowed; it takes auto, real, mock",
        "max-batches | 0 | batch-runner.max-batches: '0' is not allowed; it takes 1 to 1000",
        "max-batches | many | batch-runner.max-batches: 'many' is not allowed; it takes a whole number",
        "settle-time | soon | batch-runner.settle-time: 'soon' is not allowed; it takes a duration",
        "inbocks | x | 'batch-runner.inbocks' (commandLineArgs) is not a setting; the settings are",
        "defaults.consurrency | 2 | 'batch-runner.defaults.consurrency'",
        "defaults.concurrency | 0 | batch-runner.defaults: concurrency: '0' is not allowed",
      })
  void aWrongSettingStopsTheStart(String key, String value, String sentence) {
    Said said = TestProgram.in(home).set(key, value).run("status");
    assertThat(said.code()).as(said.err() + said.out()).isEqualTo(2);
    assertThat(said.err()).contains(sentence).doesNotContain("\tat ");
  }

  @Test
  void statusListsBatchesAndShowsOne() throws IOException {
    Said list = program.run("status");
    assertThat(list.code()).isZero();
    assertThat(list.out()).contains("BATCH", batch, "finished", "3 of 3");
    Said one = program.run("status", batch);
    assertThat(one.out()).contains("3 of 3 tasks: 3 published");
    JsonNode json = Json.MAPPER.readTree(program.run("status", batch, "--json").out());
    assertThat(json.path("state").asText()).isEqualTo("finished");
    assertThat(json.path("total").asInt()).isEqualTo(3);
  }

  @Test
  void planSaysWhatItWouldCost() throws IOException {
    Said plan = program.run("plan", file.toString());
    assertThat(plan.code()).isZero();
    assertThat(plan.out())
        .contains("three.csv: 3 tasks", "mock mode", "3 of 3 tasks fit", "at once");
    JsonNode json = Json.MAPPER.readTree(program.run("plan", file.toString(), "--json").out());
    assertThat(json.path("tasks").asInt()).isEqualTo(3);
    assertThat(json.path("seconds").asInt()).isZero();
  }

  @Test
  void aFinishedBatchCanBeReportedButNotPaused() throws IOException {
    Files.delete(home.resolve("outbox").resolve(batch).resolve("results.csv"));
    Said report = program.run("report", batch);
    assertThat(report.code()).as(report.err()).isZero();
    assertThat(home.resolve("outbox").resolve(batch).resolve("results.csv")).exists();
    for (String command : List.of("pause", "resume", "cancel")) {
      Said said = program.run(command, batch);
      assertThat(said.code()).as(command).isEqualTo(2);
      assertThat(said.err()).contains("finished").doesNotContain("\tat ");
    }
    assertThat(program.run("retry", batch).out()).contains("nothing to try again");
  }

  @Test
  void setRefusesWhatCantChange() {
    Said text = program.run("set", batch, "template=x");
    assertThat(text.code()).isEqualTo(2);
    assertThat(text.err()).contains("template can't be changed", "per-batch-cap");
    Said form = program.run("set", batch, "concurrency");
    assertThat(form.code()).isEqualTo(2);
    assertThat(form.err()).contains("'concurrency' is not of the form OPTION=VALUE");
  }

  @Test
  void pricesAndDoctor() {
    Said prices = program.run("prices", "openai/gpt-4o-mini");
    assertThat(prices.out()).contains("MODEL", "openai/gpt-4o-mini");
    assertThat(prices.out()).doesNotContain("anthropic/");
    Said doctor = program.run("doctor");
    assertThat(doctor.code()).as(doctor.out()).isZero();
    assertThat(doctor.out()).contains("inbox", "outbox", "prices").doesNotContain("WRONG");
  }

  @Test
  void helpAndVersion() {
    assertThat(program.run("--help").out()).contains("Usage: batch-runner", "doctor");
    assertThat(program.run("--version").code()).isZero();
  }

  @Test
  void tasksThatACapRefusesMakeExitCode3() throws IOException {
    Path folder = Files.createDirectories(home.resolve("capped"));
    Said said =
        TestProgram.in(folder)
            .set("providers.openai.base-url", "http://127.0.0.1:1/v1")
            .run("run", file.toString(), "--cap", "0", "--debaters", "openai/gpt-4o-mini");
    assertThat(said.code()).as(said.err()).isEqualTo(3);
    assertThat(said.out()).contains("3 skipped_batch_cap", "cost $0.0000 of $0.00");
  }
}
