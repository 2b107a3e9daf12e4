package org.batchrunner.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.batchrunner.common.Json;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.batchrunner.task.Totals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {

  private static final InputColumns COLUMNS = new InputColumns(List.of("id", "note", "task"));

  @TempDir Path root;

  private Reports reports;
  private Path folder;

  @BeforeEach
  void folders() {
    reports = new Reports(new Outbox(root));
    folder = root.resolve(Samples.ID);
  }

  @Test
  void theSummaryHasTheFieldsOfTheContractAndTheResultsInFileOrder() throws IOException {
    List<Task> tasks = tasks(3);
    Totals totals = end(tasks, List.of(Samples.published(tasks.get(0), "a"), failed(tasks.get(2))));

    JsonNode json = Json.MAPPER.readTree(folder.resolve("batch-summary.json").toFile());
    assertThat(json.fieldNames()).toIterable().containsExactly("summary", "results");
    JsonNode summary = json.get("summary");
    assertThat(summary.fieldNames())
        .toIterable()
        .contains(
            "batch",
            "source",
            "source_sha256",
            "version",
            "totals",
            "count",
            "by_status",
            "per_run_cap",
            "per_batch_cap",
            "cap_mode",
            "concurrency",
            "corpus_hash",
            "mode",
            "state",
            "started",
            "finished",
            "savedir",
            "dropped");
    assertThat(summary.get("totals").toString())
        .isEqualTo(
            "{\"cost\":0.003,\"spent\":0.31,\"at_risk\":0.01,\"prompt_tokens\":200,"
                + "\"completion_tokens\":40,\"runs\":2,\"reused\":0,\"saved\":0}");
    assertThat(summary.get("by_status").toString())
        .isEqualTo("{\"published\":1,\"failed\":1,\"pending\":1}");
    assertThat(summary.get("count").asInt()).isEqualTo(3);
    assertThat(summary.get("per_batch_cap").asText()).isEqualTo("5");
    assertThat(summary.get("cap_mode").asText()).isEqualTo("hard");
    assertThat(summary.get("mode").asText()).isEqualTo("real");
    assertThat(summary.get("state").asText()).isEqualTo("finished");
    assertThat(summary.get("started").asText()).isEqualTo("2026-11-23T23:15:00Z");
    assertThat(summary.get("savedir").asText()).isEqualTo(folder.toString());
    assertThat(json.get("results").findValuesAsText("seq")).containsExactly("1", "2", "3");
    assertThat(json.get("results").get(1).get("status").asText()).isEqualTo("pending");
    assertThat(totals.count()).isEqualTo(3);
  }

  @Test
  void resultsCsvHasEveryInputColumnAndRowThenWhatBecameOfIt() throws IOException {
    List<Task> tasks = tasks(2);
    end(tasks, List.of(Samples.published(tasks.get(0), "yes,\r\n\"no\"")));

    assertThat(Csv.rows(folder.resolve("results.csv")))
        .containsExactly(
            List.of(
                "id",
                "note",
                "task",
                "status",
                "provider",
                "model",
                "answer",
                "reason",
                "cost",
                "duration_s",
                "mode"),
            List.of(
                "id-1",
                "n1",
                "t1",
                "published",
                "openai",
                "gpt-4o",
                "yes,\r\n\"no\"",
                "",
                "0.0015",
                "1.25",
                "real"),
            List.of("id-2", "n2", "t2", "pending", "", "", "", "", "0", "0", "real"));
    byte[] bytes = Files.readAllBytes(folder.resolve("results.csv"));
    assertThat(new String(bytes, UTF_8)).startsWith("\uFEFFid,note,task,").endsWith(",real\r\n");
  }

  @Test
  void aColumnNameThatIsTakenGetsAPrefix() throws IOException {
    InputColumns columns =
        new InputColumns(List.of("task", " Status ", "br_status", "MODEL", "=x"));
    Task task = new Task(1, "1", "t", Map.of(" Status ", "mine", "=x", "=1+1"), null);
    reports.end(Samples.batch(1), columns, List.of(task).iterator(), Collections.emptyIterator());

    assertThat(Csv.rows(folder.resolve("results.csv")))
        .containsExactly(
            List.of(
                "task",
                " Status ",
                "br_status",
                "MODEL",
                "'=x",
                "br_br_status",
                "provider",
                "br_model",
                "answer",
                "reason",
                "cost",
                "duration_s",
                "mode"),
            List.of("t", "mine", "", "", "'=1+1", "pending", "", "", "", "", "0", "0", "real"));
  }

  @Test
  void eachDebatersAnswerHasAColumnInTheWorkflowEach() throws IOException {
    List<Task> tasks = tasks(2);
    reports.end(
        Samples.batch(
            2, "workflow", "each", "debaters", "openai/gpt-4o,openai/gpt-4o-mini,google/flash"),
        COLUMNS,
        tasks.iterator(),
        List.of(
                Samples.result(
                    tasks.get(0),
                    Status.PUBLISHED,
                    "one",
                    List.of(
                        Samples.draft("openai", "gpt-4o-2024-08-06", "one"),
                        Samples.draft("openai", "gpt-4o-mini-2024-07-18", "two"),
                        Samples.draft("google", "flash", "three"))),
                Samples.result(
                    tasks.get(1),
                    Status.PUBLISHED,
                    "two",
                    List.of(
                        Samples.draft("google", "flash-001", null),
                        Samples.draft("openai", "gpt-4o-mini-2024-07-18", "two"))))
            .iterator());

    List<List<String>> rows = Csv.rows(folder.resolve("results.csv"));
    assertThat(rows.get(0).subList(11, 14))
        .containsExactly(
            "answer_openai_gpt-4o", "answer_openai_gpt-4o-mini", "answer_google_flash");
    assertThat(rows.get(1).subList(11, 14)).containsExactly("one", "two", "three");
    assertThat(rows.get(2).subList(11, 14)).containsExactly("", "two", "");
  }

  @Test
  void eachDebaterOfAWhenHasItsColumnTooAndOnlyItsTasksFillIt() throws IOException {
    List<Task> tasks = tasks(3);
    reports.end(
        Samples.batch(
            3,
            "workflow",
            "each",
            "debaters",
            "openai/gpt-4o,google/flash",
            "when",
            """
            [{"match": "t2", "set": {"debaters": "anthropic/claude,openai/gpt-4o"}},
             {"match": "t3", "set": {"workflow": "single"}}]"""),
        COLUMNS,
        tasks.iterator(),
        List.of(
                Samples.result(
                    tasks.get(0),
                    Status.PUBLISHED,
                    "one",
                    List.of(
                        Samples.draft("openai", "gpt-4o", "one"),
                        Samples.draft("google", "flash", "two"))),
                Samples.result(
                    tasks.get(1),
                    Status.PUBLISHED,
                    "three",
                    List.of(
                        Samples.draft("anthropic", "claude", "three"),
                        Samples.draft("openai", "gpt-4o", "four"))),
                Samples.published(tasks.get(2), "five"))
            .iterator());

    List<List<String>> rows = Csv.rows(folder.resolve("results.csv"));
    assertThat(rows.get(0).subList(11, 14))
        .containsExactly("answer_openai_gpt-4o", "answer_google_flash", "answer_anthropic_claude");
    assertThat(rows.get(1).subList(11, 14)).containsExactly("one", "two", "");
    assertThat(rows.get(2).subList(11, 14)).containsExactly("four", "", "three");
    assertThat(rows.get(3).subList(11, 14)).containsExactly("", "", "");
  }

  @Test
  void whatATaskWithoutAResultHoldsIsRedactedToo() throws IOException {
    Reports redacting =
        new Reports(new Outbox(root), pending -> pending.withError("redacted here"));
    List<Task> tasks = tasks(2);
    redacting.end(
        Samples.batch(2),
        COLUMNS,
        tasks.iterator(),
        List.of(Samples.published(tasks.get(0), "a")).iterator());

    assertThat(Files.readString(folder.resolve("batch-summary.json")).split("redacted here"))
        .hasSize(2);
  }

  @Test
  void citationsAreReadableWhereThereIsACorpus() throws IOException {
    Task task = Samples.task(1, "t");
    Result plain = Samples.published(task, "a").result();
    List<Citation> citations =
        List.of(
            new Citation(
                "Guide", "guide.pdf", 3, 90, "Wear a helmet.", Citation.Verdict.VERIFIED, 1),
            new Citation("Myth", null, null, null, "Gone", Citation.Verdict.NOT_FOUND, 0.1));
    StoredResult cited =
        StoredResult.of(
            new Result(
                plain.id(),
                plain.seq(),
                plain.task(),
                plain.durationS(),
                plain.status(),
                plain.provider(),
                plain.model(),
                plain.text(),
                null,
                plain.usage(),
                plain.costEstimate(),
                plain.spent(),
                "0011223344556677",
                plain.mode(),
                1,
                List.of(),
                null,
                citations,
                Map.of(),
                null,
                null));
    BatchFacts b = Samples.batch(1);
    BatchFacts grounded =
        new BatchFacts(
            b.id(),
            b.source(),
            b.sourceSha256(),
            b.version(),
            1,
            b.options(),
            "0011223344556677",
            Mode.MOCK,
            BatchState.STOPPED,
            "breach",
            b.started(),
            null,
            Dollars.ZERO,
            Dollars.ZERO,
            Dollars.ZERO,
            Map.of("breach", "used 9 of 8"));
    reports.end(grounded, COLUMNS, List.of(task).iterator(), List.of(cited).iterator());

    List<List<String>> rows = Csv.rows(folder.resolve("results.csv"));
    assertThat(rows.get(0).get(11)).isEqualTo("citations");
    assertThat(rows.get(1).get(11))
        .isEqualTo("guide.pdf, page 3: \"Wear a helmet.\" (verified)\nMyth: \"Gone\" (not found)");
    JsonNode summary =
        Json.MAPPER.readTree(folder.resolve("batch-summary.json").toFile()).get("summary");
    assertThat(summary.get("breach").asText()).isEqualTo("used 9 of 8");
    assertThat(summary.get("reason").asText()).isEqualTo("breach");
    assertThat(summary.get("mode").asText()).isEqualTo("mock");
    assertThat(summary.get("finished").isNull()).isTrue();
  }

  @Test
  void retryHasOnlyTheRowsThatDidNotEndWellAndOnlyTheirOwnColumns() throws IOException {
    Task good = Samples.task(1, "good");
    Task formula = new Task(2, "-x", "=1+1", Map.of("note", "a\nb"), null);
    Task open = Samples.task(3, "z".repeat(40_000));
    end(List.of(good, formula, open), List.of(Samples.published(good, "a"), failed(formula)));

    assertThat(Csv.rows(folder.resolve("retry.csv")))
        .containsExactly(
            List.of("id", "note", "task"),
            List.of("'-x", "a\nb", "'=1+1"),
            List.of("id-3", "n3", "z".repeat(40_000)));
  }

  @Test
  void aLineOfJsonThatLacksAFieldOfOthersIsRetriedAsTheSameTask() throws IOException {
    Task asksPrompt = new Task(1, "1", "one", Map.of("prompt", "one", "n", "7"), null);
    Task asksTask = new Task(2, "b", "two", Map.of("task", "two", "id", "b"), null);
    reports.end(
        Samples.batch(2),
        new InputColumns(List.of("prompt", "n", "task", "id")),
        List.of(asksPrompt, asksTask).iterator(),
        Collections.emptyIterator());

    assertThat(Csv.rows(folder.resolve("retry.csv")))
        .containsExactly(
            List.of("prompt", "n", "task", "id"),
            List.of("one", "7", "one", "1"),
            List.of("", "", "two", "b"));
  }

  @Test
  void aBatchWithoutFailuresHasNoRetryFileEvenIfItHadOne() throws IOException {
    Task task = Samples.task(1, "t");
    end(List.of(task), List.of(failed(task)));
    assertThat(folder.resolve("retry.csv")).exists();
    end(List.of(task), List.of(Samples.published(task, "a")));
    assertThat(folder.resolve("retry.csv")).doesNotExist();
  }

  @Test
  void aRequestOfTheOpenAiFormatIsRetriedAsItIs() throws IOException {
    String body = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    Task request = new Task(1, "r-1", "hi", Map.of(), body);
    reports.end(
        Samples.batch(1),
        InputColumns.OF_LINES,
        List.of(request).iterator(),
        List.of(failed(request)).iterator());

    assertThat(folder.resolve("retry.csv")).doesNotExist();
    JsonNode line = Json.MAPPER.readTree(folder.resolve("retry.jsonl").toFile());
    assertThat(line.get("custom_id").asText()).isEqualTo("r-1");
    assertThat(line.get("body")).isEqualTo(Json.MAPPER.readTree(body));
  }

  @Test
  void theBatchReportIsOneLineATaskAndCutsByWholeCharacters() throws IOException {
    Task task = Samples.task(1, "\uD83D\uDE00".repeat(139) + "é\uD83D\uDE00tail");
    end(List.of(task, Samples.task(2, "+1 two\nlines")), List.of(Samples.published(task, "a")));

    assertThat(Csv.rows(folder.resolve("batch_report.csv")))
        .containsExactly(
            List.of("id", "status", "provider", "duration_s", "cost_est", "task"),
            List.of(
                "id-1", "published", "openai", "1.25", "0.0015", "\uD83D\uDE00".repeat(139) + "é"),
            List.of("id-2", "pending", "", "0", "0", "'+1 two\nlines"));
  }

  @Test
  void anAnswerThatExcelWouldCutEndsInAMarkThatSaysSoAndTheInputIsWhole() throws IOException {
    Task task = Samples.task(1, "=" + "q".repeat(33_000));
    end(List.of(task), List.of(Samples.published(task, "\uD83D\uDE00".repeat(20_000))));

    List<String> row = Csv.rows(folder.resolve("results.csv")).get(1);
    assertThat(row.get(2)).isEqualTo("'=" + "q".repeat(33_000));
    assertThat(row.get(6))
        .hasSizeLessThanOrEqualTo(32_767)
        .endsWith("\uD83D\uDE00… [cut: 20000 characters; whole in results/0000001-id-1.json]");
  }

  @Test
  void soFarWritesTheTableAndNothingElse() throws IOException {
    List<Task> tasks = tasks(2);
    reports.soFar(
        Samples.batch(2),
        COLUMNS,
        tasks.iterator(),
        List.of(Samples.published(tasks.get(1), "a")).iterator());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("results.csv"));
    }
    assertThat(Csv.rows(folder.resolve("results.csv")))
        .extracting(row -> row.get(3))
        .containsExactly("status", "pending", "published");
  }

  @Test
  void anInterruptedThreadStillWritesWhatAStopAsksFor() throws IOException {
    List<Task> tasks = tasks(2);
    Thread.currentThread().interrupt();
    try {
      reports.soFar(
          Samples.batch(2), COLUMNS, tasks.iterator(), List.<StoredResult>of().iterator());
      end(tasks, List.of());
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(Csv.rows(folder.resolve("results.csv"))).hasSize(3);
    assertThat(folder.resolve("batch_report.csv")).exists();
  }

  @Test
  void aReportThatFailsLeavesTheOldOnesAndNoScraps() throws IOException {
    List<Task> tasks = tasks(2);
    end(tasks, List.of());
    byte[] before = Files.readAllBytes(folder.resolve("results.csv"));
    Stream<Task> failing =
        Stream.of(1, 2).map(seq -> seq == 1 ? tasks.get(0) : Samples.task(1 / (seq - 2), ""));
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                reports.end(
                    Samples.batch(2), COLUMNS, failing.iterator(), Collections.emptyIterator()))
        .isInstanceOf(ArithmeticException.class);
    assertThat(folder.resolve("results.csv")).hasBinaryContent(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp")).hasSize(4);
    }
  }

  private Totals end(List<Task> tasks, List<StoredResult> results) throws IOException {
    return reports.end(Samples.batch(tasks.size()), COLUMNS, tasks.iterator(), results.iterator());
  }

  private static StoredResult failed(Task task) {
    return Samples.result(task, Status.FAILED, null, List.of());
  }

  private static List<Task> tasks(int count) {
    return Stream.iterate(1, seq -> seq + 1)
        .limit(count)
        .map(seq -> Samples.task(seq, "t" + seq))
        .toList();
  }
}
