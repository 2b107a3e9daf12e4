package org.batchrunner.intake;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.batchrunner.common.Json;
import org.batchrunner.task.Task;

class TaskFilePropertiesTest {

  private static Path folder = Path.of("");

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("tasks");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  record Table(char delimiter, boolean quoteAll, LineDelimiter end, List<List<String>> rows) {

    static final List<String> HEADER = List.of("id", "a b", "Task");

    String csv() {
      StringWriter text = new StringWriter();
      try (CsvWriter writer =
          CsvWriter.builder()
              .fieldSeparator(delimiter)
              .lineDelimiter(end)
              .quoteStrategy(quoteAll ? QuoteStrategies.ALWAYS : QuoteStrategies.REQUIRED)
              .build(text)) {
        writer.writeRecord(HEADER);
        rows.forEach(writer::writeRecord);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return text.toString();
    }

    List<Map<String, String>> expected() {
      List<Map<String, String>> expected = new ArrayList<>();
      for (List<String> row : rows) {
        if (!PlainText.isBlank(row.get(2))) {
          Map<String, String> columns = new LinkedHashMap<>();
          for (int i = 0; i < HEADER.size(); i++) {
            columns.put(HEADER.get(i), row.get(i));
          }
          expected.add(columns);
        }
      }
      return expected;
    }
  }

  @Property(tries = 500)
  void readsWhatACorrectWriterWrote(@ForAll("tables") Table table) {
    for (String name : List.of("t.csv", "t.tsv")) {
      Dropped file = Dropped.file(folder, name, table.csv());

      assertThat(file.tasks()).extracting(Task::columns).isEqualTo(table.expected());
    }
  }

  @Property(tries = 300)
  void aRowThatIsTooLongIsRefusedInItsOwnLine(@ForAll("tables") Table table) {
    String good = table.csv();
    long lines =
        good.replace("\r\n", "\n").replace('\r', '\n').chars().filter(c -> c == '\n').count();
    Dropped file = Dropped.file(folder, "l.csv", good + "1,2,3,4".replace(',', table.delimiter()));

    try {
      file.check();
      throw new AssertionError("not refused");
    } catch (InvalidTaskFileException e) {
      assertThat(e.line()).isEqualTo(lines + 1);
    }
  }

  @Property(tries = 1000)
  void anyBytesAreTasksOrAClearRefusal(
      @ForAll @Size(max = 300) byte[] bytes, @ForAll("formats") String format) {
    readsOrRefuses(Dropped.file(folder, "b" + format, bytes));
  }

  @Property(tries = 1000)
  void anyMarkupIsTasksOrAClearRefusal(
      @ForAll("markup") String text, @ForAll("formats") String format) {
    String header = format.equals(".csv") || format.equals(".tsv") ? "id,task\n" : "";
    readsOrRefuses(Dropped.file(folder, "m" + format, header + text));
  }

  /** A refusal in reading is one in checking too, and what is checked is what is read. */
  private static void readsOrRefuses(Dropped file) {
    Census census;
    try {
      census = file.check();
    } catch (InvalidTaskFileException e) {
      assertThat(e).hasMessageStartingWith(file.path().getFileName().toString());
      return;
    }
    List<Task> tasks = file.tasks();
    assertThat(tasks).hasSize(census.tasks());
    assertThat(tasks)
        .allSatisfy(task -> assertThat(census.columns()).containsAll(task.columns().keySet()))
        .allSatisfy(task -> assertThat(PlainText.isBlank(task.text())).isFalse())
        .allSatisfy(task -> assertThat(task.id()).isNotEmpty());
  }

  @Property(tries = 300)
  void readsJsonLinesThatACorrectWriterWrote(@ForAll("texts") List<String> texts) {
    StringBuilder lines = new StringBuilder();
    texts.forEach(text -> lines.append(Json.write(Map.of("task", text))).append('\n'));
    Dropped file = Dropped.file(folder, "j.jsonl", lines.toString());

    assertThat(file.texts())
        .isEqualTo(texts.stream().filter(text -> !PlainText.isBlank(text)).toList());
  }

  @Property(tries = 300)
  void everyEncodingReadsTheSame(@ForAll("texts") List<String> texts) {
    String text = "\uFEFF" + Table.HEADER.get(2) + "\n" + String.join("\n", texts);
    Dropped utf8 = Dropped.file(folder, "8.txt", text.getBytes(StandardCharsets.UTF_8));
    Dropped utf16 = Dropped.file(folder, "16.txt", text.getBytes(StandardCharsets.UTF_16LE));

    assertThat(utf16.tasks()).isEqualTo(utf8.tasks());
  }

  @Provide
  Arbitrary<Table> tables() {
    Arbitrary<List<String>> row =
        cells().list().ofSize(3).filter(cells -> cells.stream().anyMatch(cell -> !cell.isEmpty()));
    return Combinators.combine(
            Arbitraries.of(',', ';', '\t'),
            Arbitraries.of(true, false),
            Arbitraries.of(LineDelimiter.LF, LineDelimiter.CRLF, LineDelimiter.CR),
            row.list().ofMaxSize(6))
        .as(Table::new);
  }

  private static Arbitrary<String> cells() {
    return Arbitraries.strings()
        .withChars(",;\t\"'\n\r =a\u00E9\u65E5")
        .withChars('\uFEFF')
        .ofMaxLength(8)
        .map(text -> text.startsWith("'") ? "x" + text : text);
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.strings().ofMaxLength(20).filter(PlainText::isStorable).list().ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> markup() {
    return Arbitraries.of(
            "\"",
            "\"\"",
            ",",
            ";",
            "\t",
            "\n",
            "\r\n",
            "\r",
            "`",
            "```",
            "~~~",
            "---",
            "===",
            "# ",
            "- ",
            "1. ",
            "[ ] ",
            "> ",
            "<!--",
            "-->",
            "{",
            "}",
            "[",
            "]",
            "\"task\": ",
            "\"a\"",
            ":",
            "\\u0000",
            "\\",
            "null",
            "sep=;",
            "task",
            "a",
            " ",
            "é")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> formats() {
    return Arbitraries.of(".csv", ".tsv", ".txt", ".md", ".jsonl", ".xlsx");
  }
}
