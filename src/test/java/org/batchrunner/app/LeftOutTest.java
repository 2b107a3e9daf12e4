package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.batchrunner.app.TestProgram.Said;
import org.batchrunner.common.Json;
import org.dhatim.fastexcel.VisibilityState;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows that are left out are told wherever a file is told of; a report has its input's delimiter.
 */
class LeftOutTest {

  @TempDir Path home;

  @Test
  void emptyAndHiddenRowsAndOtherSheetsAreTold() throws IOException {
    Path file = workbook(home.resolve("Briefs.Xlsx"));
    TestProgram program = TestProgram.in(home);
    String[] notes = {
      "1 empty row was dropped",
      "2 hidden rows left out",
      "the sheet 'Prompts' was read, 1 other was left alone"
    };

    Said plan = program.run("plan", file.toString());
    assertThat(plan.out()).as(plan.err()).startsWith("Briefs.Xlsx: 1 task\n").contains(notes);
    JsonNode plan2 = Json.MAPPER.readTree(program.run("plan", file.toString(), "--json").out());
    assertThat(plan2.path("hidden").intValue()).isEqualTo(2);
    assertThat(plan2.path("dropped").intValue()).isEqualTo(1);
    assertThat(plan2.path("notes")).hasSize(3);

    Said run = program.run("run", file.toString());
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("1 of 1 task:").contains(notes);
    String batch = run.out().substring(0, run.out().indexOf(':'));
    assertThat(program.run("status", batch).out()).contains(notes);
    JsonNode summary =
        Json.MAPPER
            .readTree(home.resolve("outbox/" + batch + "/batch-summary.json").toFile())
            .path("summary");
    assertThat(summary.path("notes")).hasSize(3);
    try (Stream<Path> receipts = Files.list(home.resolve("outbox/.receipts"))) {
      JsonNode receipt = Json.MAPPER.readTree(receipts.findFirst().orElseThrow().toFile());
      assertThat(receipt.path("notes").toString()).contains(notes);
    }
  }

  @Test
  void aFileWithSemicolonsGetsReportsWithSemicolons() throws IOException {
    Path file =
        Files.writeString(
            home.resolve("preise.CSV"),
            "\uFEFFid;preis;task\r\n007;1.234,50;Beschreibe\r\n008;3,14;\"Nenne; Farbe\"\r\n");
    Said run = TestProgram.in(home).run("run", file.toString());
    assertThat(run.code()).isZero();
    Path folder = home.resolve("outbox/" + run.out().substring(0, run.out().indexOf(':')));
    assertThat(Files.readString(folder.resolve("results.csv")))
        .startsWith("\uFEFFid;preis;task;status;provider;")
        .contains("007;1.234,50;Beschreibe;published;", "008;3,14;\"Nenne; Farbe\";");
    assertThat(Files.readString(folder.resolve("batch_report.csv")))
        .startsWith("\uFEFFid,status,provider,duration_s,cost_est,task");
  }

  @Test
  void aCellThatCanNotBeReadIsRefusedWithItsPlace() throws IOException {
    Path file = home.resolve("formulas.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "test", null)) {
      Worksheet sheet = book.newWorksheet("S");
      row(sheet, 0, List.of("id", "topic", "task"));
      row(sheet, 1, List.of("1", "tides"));
      sheet.formula(1, 2, "CONCATENATE(B2,\".\")");
    }
    TestProgram program = TestProgram.in(home);
    for (String command : List.of("plan", "run")) {
      Said said = program.run(command, file.toString());
      assertThat(said.code()).isEqualTo(2);
      assertThat(said.err())
          .contains("line 2: C2 has a formula without a value; open and save it in Excel");
    }
  }

  private static Path workbook(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "test", null)) {
      Worksheet old = book.newWorksheet("Old");
      old.setVisibilityState(VisibilityState.VERY_HIDDEN);
      row(old, 0, List.of("id", "task"));
      row(old, 1, List.of("x", "Old secret prompt"));
      old.finish();
      Worksheet sheet = book.newWorksheet("Prompts");
      row(sheet, 0, List.of("id", "task"));
      row(sheet, 1, List.of("1", "Write a haiku"));
      row(sheet, 2, List.of("2", "hidden"));
      row(sheet, 3, List.of("3", "hidden too"));
      row(sheet, 4, List.of("4", ""));
      sheet.hideRow(2);
      sheet.hideRow(3);
      sheet.finish();
    }
    return file;
  }

  private static void row(Worksheet sheet, int row, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      sheet.value(row, i, cells.get(i));
    }
  }
}
