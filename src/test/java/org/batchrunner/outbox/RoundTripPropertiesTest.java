package org.batchrunner.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.camel.impl.DefaultCamelContext;
import org.batchrunner.common.SpreadsheetFormula;
import org.batchrunner.flow.CamelCsvParser;
import org.batchrunner.intake.CloseableIterator;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.TaskFile;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;
import org.springframework.util.FileSystemUtils;

/** Reports that are dropped again are the same tasks with the same columns. */
class RoundTripPropertiesTest {

  private static final DefaultCamelContext CAMEL = new DefaultCamelContext();
  private static Path root = Path.of("");

  @BeforeContainer
  static void makeFolder() throws IOException {
    CAMEL.build();
    root = Files.createTempDirectory("roundtrip");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    CAMEL.close();
    FileSystemUtils.deleteRecursively(root);
  }

  @Property(tries = 300)
  void resultsAndRetryDroppedAgain(
      @ForAll("rows") List<List<String>> rows, @ForAll("delimiters") char delimiter)
      throws IOException {
    List<Task> tasks = tasks(rows);
    InputColumns columns = InputColumns.of(List.of("id", "task", "note"), delimiter);
    new Reports(new Outbox(root))
        .end(Samples.batch(1), columns, tasks.iterator(), Collections.emptyIterator());

    for (String name : List.of("results.csv", "retry.csv")) {
      TaskFile again = open(root.resolve(Samples.ID).resolve(name));
      assertThat(again.delimiter()).isEqualTo(delimiter);
      assertThat(inputs(again)).isEqualTo(rows);
    }
  }

  @Property(tries = 100)
  void theWorkbookDroppedAgain(@ForAll("rows") List<List<String>> rows) throws IOException {
    Path file =
        new Workbook(new Outbox(root), UnaryOperator.identity())
            .write(
                Samples.batch(1),
                new InputColumns(List.of("id", "task", "note")),
                tasks(rows).iterator(),
                List.<StoredResult>of().iterator());
    // An apostrophe before a formula is taken for that of a CSV file that Excel has saved as .xlsx.
    assertThat(inputs(open(file)))
        .isEqualTo(
            rows.stream()
                .map(row -> row.stream().map(SpreadsheetFormula::restore).toList())
                .toList());
  }

  private static List<Task> tasks(List<List<String>> rows) {
    List<Task> tasks = new ArrayList<>();
    for (List<String> row : rows) {
      Map<String, String> columns = new LinkedHashMap<>();
      columns.put("id", row.get(0));
      columns.put("task", row.get(1));
      columns.put("note", row.get(2));
      tasks.add(new Task(tasks.size() + 1, row.get(0), row.get(1), columns, null));
    }
    return tasks;
  }

  private static TaskFile open(Path file) {
    return new Intake(new CamelCsvParser(CAMEL)).open(file, Options.DEFAULTS);
  }

  private static List<List<String>> inputs(TaskFile file) {
    file.check();
    List<List<String>> rows = new ArrayList<>();
    try (CloseableIterator<Task> tasks = file.tasks()) {
      while (tasks.hasNext()) {
        Map<String, String> columns = tasks.next().columns();
        rows.add(
            List.of(
                columns.getOrDefault("id", ""),
                columns.getOrDefault("task", ""),
                columns.getOrDefault("note", "")));
      }
    }
    return rows;
  }

  @Provide
  Arbitrary<List<List<String>>> rows() {
    Arbitrary<String> cell =
        Arbitraries.oneOf(
            Arbitraries.strings()
                .withChars("=+-@\t\r\n'\",;| 1.e0_x4\u2060\u0001a")
                .ofMaxLength(12),
            Arbitraries.integers().map(String::valueOf),
            Arbitraries.of("00123", "1.50", "1e5", "12345678901234567890", "\n- a\n- b", "x;=1+1"));
    return Combinators.combine(cell, cell.map(text -> text + "t"), cell)
        .as((id, task, note) -> List.of(id, task, note))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<Character> delimiters() {
    return Arbitraries.of(',', ';');
  }
}
