package org.batchrunner.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.batchrunner.common.Json;
import org.batchrunner.common.SpreadsheetFormula;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.springframework.util.FileSystemUtils;

class ReportsPropertiesTest {

  private static Path root;

  @BeforeContainer
  static void makeFolder() throws IOException {
    root = Files.createTempDirectory("reports");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    FileSystemUtils.deleteRecursively(root);
  }

  @Property(tries = 200)
  void everyTaskIsInEveryReportOnceWhateverResultsThereAre(
      @ForAll @IntRange(max = 12) int count, @ForAll("finds") List<Finding> findings)
      throws IOException {
    List<Task> tasks =
        IntStream.rangeClosed(1, count).mapToObj(seq -> Samples.task(seq, "t" + seq)).toList();
    List<StoredResult> results =
        findings.stream()
            .sorted(java.util.Comparator.comparing(Finding::seq))
            .map(find -> Samples.result(Samples.task(find.seq, "t"), find.status, "a", List.of()))
            .toList();

    new Reports(new Outbox(root))
        .end(
            Samples.batch(count),
            new InputColumns(List.of("id", "task")),
            tasks.iterator(),
            results.iterator());

    Path folder = root.resolve(Samples.ID);
    List<String> ids = tasks.stream().map(Task::id).toList();
    assertThat(column(folder.resolve("results.csv"), 0)).isEqualTo(ids);
    assertThat(column(folder.resolve("batch_report.csv"), 0)).isEqualTo(ids);
    JsonNode summary = Json.MAPPER.readTree(folder.resolve("batch-summary.json").toFile());
    List<String> inSummary = new ArrayList<>();
    summary.get("results").forEach(result -> inSummary.add(result.get("id").asText()));
    assertThat(inSummary).isEqualTo(ids);
    int counted = 0;
    for (JsonNode number : summary.get("summary").get("by_status")) {
      counted += number.asInt();
    }
    assertThat(counted).isEqualTo(count);
    assertThat(column(folder.resolve("results.csv"), 2))
        .isEqualTo(column(folder.resolve("batch_report.csv"), 1));
    long retried =
        Files.exists(folder.resolve("retry.csv"))
            ? column(folder.resolve("retry.csv"), 0).size()
            : 0;
    assertThat(retried)
        .isEqualTo(
            column(folder.resolve("results.csv"), 2).stream()
                .filter(status -> !Status.of(status).endedWell())
                .count());
  }

  @Property
  void anyCellReadsBackTheSameAndNoneIsAFormula(@ForAll("rows") List<String> cells)
      throws IOException {
    Path file = root.resolve("cells.csv");
    try (CsvFile csv = new CsvFile(file, cells, ',')) {
      csv.write(cells);
      csv.keep();
    }
    List<List<String>> rows = Csv.rows(file);
    assertThat(rows).hasSize(2);
    for (List<String> row : rows) {
      assertThat(row.stream().map(SpreadsheetFormula::restore)).containsExactlyElementsOf(cells);
      assertThat(row)
          .allSatisfy(
              cell -> assertThat(cell.matches("(?s)[=@\t\r].*|[+-](?![0-9.]).*")).isFalse());
    }
  }

  /** Opened with a delimiter that is not the file's own, it has no cell that is a formula. */
  @Property
  void noOtherDelimiterMakesACellLive(
      @ForAll("rows") List<String> cells, @ForAll("delimiters") char own) throws IOException {
    Path file = root.resolve("cells.csv");
    try (CsvFile csv = new CsvFile(file, List.of("id"), own)) {
      csv.write(cells);
      csv.keep();
    }
    String text = Files.readString(file).substring(1).replaceFirst("^[^\\n]*\\n", "");
    for (String piece : text.split("[,;\t|\r\n]", -1)) {
      // Three quotes are one that opens the cell, and a text that begins with one.
      String cell = piece.replaceFirst("^\"\"?(?!\")", "");
      boolean live = !cell.isEmpty() && "=+-@".indexOf(cell.charAt(0)) >= 0;
      assertThat(live && !cell.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?\"*|-+\"*|[-+] [^|(!]*"))
          .as(cell)
          .isFalse();
    }
  }

  @Provide
  Arbitrary<Character> delimiters() {
    return Arbitraries.of(',', ';');
  }

  @Property
  void aCutTextIsShortEnoughAndHasNoHalfCharacter(
      @ForAll("longTexts") String text, @ForAll @IntRange(max = 200) int characters) {
    assertThat(Cells.fit(text, "results.jsonl").length()).isLessThan(Cells.MAX);
    for (String cut : List.of(Cells.fit(text, "x"), Cells.first(text, characters))) {
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(cut)).isTrue();
    }
    assertThat(text).startsWith(Cells.first(text, characters));
    assertThat(
            Cells.first(text, characters).codePointCount(0, Cells.first(text, characters).length()))
        .isEqualTo(Math.min(characters, text.codePointCount(0, text.length())));
  }

  private static List<String> column(Path file, int index) throws IOException {
    return Csv.rows(file).stream().skip(1).map(row -> row.get(index)).toList();
  }

  record Finding(int seq, Status status) {}

  @Provide
  Arbitrary<List<Finding>> finds() {
    return Arbitraries.integers()
        .between(-1, 15)
        .flatMap(seq -> Arbitraries.of(Status.class).map(status -> new Finding(seq, status)))
        .list()
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<String>> rows() {
    Arbitrary<String> text =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(20),
            Arbitraries.strings().withChars("=+-@\t\r\n'\",;| 1.e#\u2060").ofMaxLength(12));
    return text.map(
            cell -> new String(cell.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<String> longTexts() {
    return Arbitraries.of("a", "é", "\uD83D\uDE00", "a\uD83D\uDE00", "\uD83D\uDE00a")
        .flatMap(
            piece -> Arbitraries.integers().between(0, 33_000).map(times -> piece.repeat(times)));
  }
}
