package org.batchrunner.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.batchrunner.intake.Xlsx;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.task.Task;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbookTest {

  private static final InputColumns COLUMNS = new InputColumns(List.of("task", "note"));

  @TempDir Path root;

  @Test
  void itHasTheRowsOfTheTableWithTextsAsTextsAndMoneyAsNumbers() throws IOException {
    Task task = new Task(1, "1", "=1+1", Map.of("note", "00123"), null);
    Path file =
        new Workbook(new Outbox(root), UnaryOperator.identity())
            .write(
                Samples.batch(1),
                COLUMNS,
                List.of(task).iterator(),
                List.of(Samples.published(task, "<b>&\n\u0000é\uD83D\uDE00")).iterator());

    try (ReadableWorkbook book = new ReadableWorkbook(file.toFile())) {
      List<Row> rows = book.getFirstSheet().read();
      assertThat(rows).hasSize(2);
      assertThat(rows.get(0).getCellText(2)).isEqualTo("status");
      Row row = rows.get(1);
      assertThat(row.getCell(0).getType()).isEqualTo(CellType.STRING);
      assertThat(row.getCell(0).getFormula()).isNull();
      assertThat(row.getCellText(0)).isEqualTo("=1+1");
      assertThat(row.getCellText(1)).isEqualTo("00123");
      assertThat(row.getCellText(5)).isEqualTo("<b>&\n_x0000_é\uD83D\uDE00");
      assertThat(row.getCell(7).getType()).isEqualTo(CellType.NUMBER);
      assertThat(row.getCell(7).asNumber()).isEqualByComparingTo("0.0015");
      assertThat(row.getCell(8).asNumber()).isEqualByComparingTo("1.25");
    }
  }

  @Test
  void aTextReadsBackAsItWasSpacesAndExcelsOwnEscapesIncluded() throws IOException {
    List<String> texts =
        List.of(
            "  spaced  ", "_x000D_ _x", "-5", "\ttab\u0001\r\n_x0041\u0002", "x".repeat(40_000));
    List<Task> tasks =
        IntStream.rangeClosed(1, texts.size())
            .mapToObj(seq -> new Task(seq, "i", texts.get(seq - 1), Map.of(), null))
            .toList();
    Path file =
        new Workbook(new Outbox(root), UnaryOperator.identity())
            .write(Samples.batch(5), COLUMNS, tasks.iterator(), List.<StoredResult>of().iterator());

    List<String> read = new ArrayList<>();
    try (Xlsx xlsx = Xlsx.open(file)) {
      xlsx.forEachRemaining(row -> read.add(row.get(0)));
    }
    assertThat(read.subList(1, 5)).isEqualTo(texts.subList(0, 4));
    assertThat(read.get(5)).hasSizeLessThan(32_768).endsWith("whole in tasks.csv]");
    try (ZipFile zip = new ZipFile(file.toFile())) {
      byte[] sheet = zip.getInputStream(zip.getEntry("xl/worksheets/sheet1.xml")).readAllBytes();
      assertThat(new String(sheet, StandardCharsets.UTF_8))
          .contains("<t xml:space=\"preserve\">  spaced  </t>")
          .doesNotContain("<f>");
    }
  }

  @Test
  void numbersAreNumbersAndIdsAreTexts() throws IOException {
    List<String> numbers = List.of("7", "-5", "0.5", "12.50", "123456789012345");
    List<String> texts =
        List.of("1234567890123456", "1e5", "+3", "-0", "1,5", "1.5.", ".5", "12345678.12345678");
    Path file = write(numbers, texts);
    try (ReadableWorkbook book = new ReadableWorkbook(file.toFile())) {
      List<Row> rows = book.getFirstSheet().read();
      for (int i = 0; i < numbers.size(); i++) {
        assertThat(rows.get(i + 1).getCell(1).getType()).isEqualTo(CellType.NUMBER);
        assertThat(rows.get(i + 1).getCell(1).asNumber()).isEqualByComparingTo(numbers.get(i));
      }
      for (int i = numbers.size() + 1; i < rows.size(); i++) {
        assertThat(rows.get(i).getCell(1).getType()).isEqualTo(CellType.STRING);
      }
    }
    assertThat(column(file, 1))
        .isEqualTo(
            Stream.concat(Stream.of("note"), Stream.concat(numbers.stream(), texts.stream()))
                .toList());
  }

  @Test
  void aColumnWithAnIdThatBeginsWithZerosHoldsTextsOnly() throws IOException {
    Path file = write(List.of("00123", "456"), List.of());
    try (ReadableWorkbook book = new ReadableWorkbook(file.toFile())) {
      for (Row row : book.getFirstSheet().read()) {
        assertThat(row.getCell(1).getType()).isEqualTo(CellType.STRING);
      }
    }
  }

  @Test
  void theHeaderIsFrozenAndFilteredAndTextsAreWrapped() throws IOException {
    Path file = write(List.of("a", "b"), List.of());
    try (ZipFile zip = new ZipFile(file.toFile())) {
      String sheet = part(zip, "xl/worksheets/sheet1.xml");
      assertThat(sheet).contains(" ySplit=\"1\"", "state=\"frozen\"", "<cols>");
      assertThat(sheet).contains("<autoFilter ref=\"A1:K3\"");
      assertThat(part(zip, "xl/styles.xml")).contains("wrapText=\"true\"");
    }
  }

  @Test
  void whatIsCutIsSaidInAColumnOfItsOwn() throws IOException {
    Task task = new Task(1, "1", "q".repeat(40_000), Map.of("note", "n"), null);
    Path file =
        new Workbook(new Outbox(root), UnaryOperator.identity())
            .write(
                Samples.batch(1),
                COLUMNS,
                List.of(task).iterator(),
                List.of(Samples.published(task, "a".repeat(50_000))).iterator());
    int last = 10;
    assertThat(column(file, last))
        .containsExactly(
            "cut", "task: whole in tasks.csv; answer: whole in results/0000001-1.json");
    assertThat(column(file, 0).get(1)).hasSizeLessThan(32_768);
    assertThat(column(write(List.of("x"), List.of()), last)).containsExactly("cut");
  }

  private Path write(List<String> notes, List<String> more) throws IOException {
    List<Task> tasks = new ArrayList<>();
    for (String note : Stream.concat(notes.stream(), more.stream()).toList()) {
      tasks.add(new Task(tasks.size() + 1, "i", "t", Map.of("note", note), null));
    }
    return new Workbook(new Outbox(root), UnaryOperator.identity())
        .write(
            Samples.batch(tasks.size()),
            COLUMNS,
            tasks.iterator(),
            List.<StoredResult>of().iterator());
  }

  private static List<String> column(Path file, int column) throws IOException {
    List<String> read = new ArrayList<>();
    try (Xlsx xlsx = Xlsx.open(file)) {
      xlsx.forEachRemaining(
          row -> {
            if (column < row.size()) {
              read.add(row.get(column));
            }
          });
    }
    return read;
  }

  private static String part(ZipFile zip, String name) throws IOException {
    return new String(
        zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void pastTheRowsOfASheetItGoesOnInAnother() throws IOException {
    List<Task> tasks =
        IntStream.rangeClosed(1, 5).mapToObj(seq -> Samples.task(seq, "t" + seq)).toList();
    Path file =
        new Workbook(new Outbox(root), UnaryOperator.identity(), 3)
            .write(Samples.batch(5), COLUMNS, tasks.iterator(), List.<StoredResult>of().iterator());

    try (ReadableWorkbook book = new ReadableWorkbook(file.toFile())) {
      List<List<String>> sheets =
          book.getSheets()
              .map(
                  sheet -> {
                    try {
                      return sheet.read().stream().map(row -> row.getCellText(0)).toList();
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  })
              .toList();
      assertThat(sheets)
          .containsExactly(
              List.of("task", "t1", "t2"), List.of("task", "t3", "t4"), List.of("task", "t5"));
    }
  }
}
