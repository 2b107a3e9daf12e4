package org.batchrunner.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.batchrunner.flow.CamelCsvParser;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A workbook is read as its user sees it, or refused with the cell. */
class WorkbookSheetTest {

  private static final String HEADER = Books.row(1, "id", "task");

  @TempDir Path folder;

  private Dropped drop(Books book) {
    return new Dropped(book.write(folder.resolve("tasks.xlsx")), Options.DEFAULTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hidden", "veryHidden"})
  void theFirstSheetThatCanBeSeenIsRead(String state) {
    Dropped file =
        drop(
            new Books()
                .sheet("Old", state, HEADER + Books.row(2, "OLD", "Old secret prompt"))
                .sheet("Prompts", "", HEADER + Books.row(2, "A1", "Write a haiku"))
                .sheet("Later", "visible", HEADER + Books.row(2, "B1", "not this")));

    assertThat(file.texts()).containsExactly("Write a haiku");
    assertThat(file.check().notes())
        .containsExactly("the sheet 'Prompts' was read, 2 others were left alone");
  }

  @Test
  void aWorkbookWithoutASheetThatCanBeSeenIsRefused() {
    assertRefused(new Books().sheet("Old", "hidden", HEADER + Books.row(2, "1", "x")))
        .withMessageContaining("has no sheet that can be seen");
  }

  @Test
  void hiddenRowsAreLeftOutAndTold() {
    Dropped file =
        drop(
            Books.of(
                Books.rowWith(1, "hidden=\"1\"", "a note")
                    + Books.row(2, "id", "task")
                    + Books.row(3, "1", "one")
                    + Books.rowWith(4, "hidden=\"1\"", "2", "two")
                    + Books.rowWith(5, "hidden=\"true\"", "3", "three")
                    + Books.row(6, "4", "")
                    + Books.row(7, "5", "five")));

    assertThat(file.texts()).containsExactly("one", "five");
    Census census = file.check();
    assertThat(census.hidden()).isEqualTo(2);
    assertThat(census.dropped()).isEqualTo(1);
    assertThat(census.notes())
        .containsExactly(
            "1 empty row was dropped",
            "2 hidden rows left out; show them in Excel and save the file to run them");
  }

  @Test
  void aFileWhoseTasksAreAllHiddenIsRefusedWithTheReason() {
    assertRefused(Books.of(HEADER + Books.rowWith(2, "hidden=\"1\"", "1", "one")))
        .withMessageContaining("every task is in a hidden row");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<c r=\"C2\"><f>A1</f></c>",
        "<c r=\"C2\"><f>A1</f><v></v></c>",
        "<c r=\"C2\"><f>A1</f><v/></c>",
        "<c r=\"C2\" t=\"str\"><f>A1</f></c>",
        "<c r=\"C2\"><f t=\"shared\" si=\"0\"/></c>"
      })
  void aFormulaWithoutAValueIsRefusedWithItsCell(String cell) {
    assertRefused(
            Books.of(
                Books.row(1, "id", "topic", "task")
                    + "<row r=\"2\">%s%s</row>".formatted(Books.text("A2", "1"), cell)
                    + Books.row(3, "2", "x", "plain")))
        .withMessage(
            "tasks.xlsx, line 2: C2 has a formula without a value; open and save it in Excel");
  }

  @Test
  void aFormulaHasItsLastValueAlsoAnEmptyText() {
    Dropped file =
        drop(
            Books.of(
                Books.row(1, "task", "a", "b")
                    + "<row r=\"2\"><c r=\"A2\" t=\"str\"><f>\"x\"</f><v>x_x000D_y</v></c>"
                    + "<c r=\"B2\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"C2\"><f>1+1</f><v>2</v></c></row>"));
    assertThat(file.tasks().get(0).columns())
        .containsExactly(entry("task", "x\ry"), entry("a", ""), entry("b", "2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"#REF!", "#N/A", "#DIV/0!"})
  void aCellWithAnErrorIsRefused(String error) {
    assertRefused(
            Books.of(
                HEADER
                    + "<row r=\"2\">%s<c r=\"AB2\" t=\"e\"><f>X</f><v>%s</v></c></row>"
                        .formatted(Books.text("B2", "x"), error)))
        .withMessageContaining("line 2: AB2 holds the error " + error + "; correct it in Excel");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-28, 2026-11-28",
    "2026-11-28T00:00:00, 2026-11-28",
    "2026-11-28T10:00:00, 2026-11-28 10:00:00",
    "2026-11-28T10:00:00.000Z, 2026-11-28 10:00:00",
    "10:00:00, 10:00:00",
  })
  void isoDates(String written, String shown) {
    assertThat(cell("t=\"d\"", written)).isEqualTo(shown);
  }

  @Test
  void strictWorkbooksAreRead() {
    assertThat(drop(Books.of(HEADER + Books.row(2, "A1", "Write a haiku")).strict()).texts())
        .containsExactly("Write a haiku");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00000|123|00123",
        "000-00-0000|123456789|123-45-6789",
        "0%|0.15|15%",
        "0.00%|0.125|12.50%",
        "#,##0|1234567|1,234,567",
        "#,##0.00|1234.5|1,234.50",
        "#,##0.00 \"days\"|-12.5|-12.50 days",
        "\"$\"#,##0.00_);(\"$\"#,##0.00)|-1234.5|($1,234.50)",
        "[$€-407] #,##0.00|3|€ 3.00",
        "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)|0|-",
        "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)|7|7.00",
        "0.##|5|5",
        "0.0##|5|5.0",
        "#.##|0.5|.5",
        "0|1234567890123|1234567890123",
        "0|0.4|0",
        "0.00|2.005|2.01",
        "0.00|-0.001|0.00",
        "General|1234567890123|1234567890123",
        "General\" kg\"|7.5|7.5 kg",
        "0.00E+00|4915112345678|4915112345678",
        "0.00E+00|0.000123|1.23E-04",
        "# ?/?|0.5|0.5",
        "[>100]0.0;0|7|7",
        "@|00123|123",
        "#,##0,|1234567|1,235",
        "yyyy-mm-dd|46354|2026-11-28",
        "[$-407]d\\.\\ mmmm\\ yyyy;@|46354|2026-11-28",
        "m/d/yyyy|46354.4166666667|2026-11-28",
        "m/d/yyyy h:mm|46354.4166666667|2026-11-28 10:00:00",
        "mmm yyyy|46354|2026-11",
        "h:mm|0.5|12:00:00",
        "[h]:mm|1.5|36:00:00",
        "0|1E+300|1E+300",
      })
  void numbersAreReadAsTheirCellsShowThem(String format, String number, String shown) {
    String code = format.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    Books book =
        Books.of(
                Books.row(1, "task", "n")
                    + "<row r=\"2\">%s<c r=\"B2\" s=\"1\"><v>%s</v></c></row>"
                        .formatted(Books.text("A2", "x"), number))
            .styles(
                "<numFmt numFmtId=\"164\" formatCode=\"" + code + "\"/>",
                "<xf numFmtId=\"0\"/><xf numFmtId=\"164\"/>");
    assertThat(drop(book).tasks().get(0).columns().get("n")).isEqualTo(shown);
  }

  @Test
  void daysAreCountedFrom1904WhereTheWorkbookSaysSo() {
    Books book =
        Books.of(
                Books.row(1, "task", "n")
                    + "<row r=\"2\">%s<c r=\"B2\" s=\"1\"><v>44892</v></c></row>"
                        .formatted(Books.text("A2", "x")))
            .date1904()
            .styles("", "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>");
    assertThat(drop(book).tasks().get(0).columns().get("n")).isEqualTo("2026-11-28");
  }

  @Test
  void richAndPhoneticTextsAreReadAsTheyAreShown() {
    Books book =
        Books.of(
                Books.row(1, "task")
                    + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c></row>"
                    + "<row><c t=\"s\"><v>1</v></c></row>")
            .strings(
                "<si><r><rPr><b/></rPr><t>a </t></r><r><t>b</t></r><rPh sb=\"0\" eb=\"1\"><t>NO</t></rPh></si>"
                    + "<si><t><![CDATA[<c> & ]]>d</t></si>");
    assertThat(drop(book).texts()).containsExactly("a b", "<c> & d");
  }

  @Test
  void whatIsMergedDownwardsHoldsForEachRow() {
    Books book =
        new Books()
            .sheet(
                "S",
                "",
                Books.row(1, "topic", "task", "n")
                    + Books.row(2, "sea", "one", "1")
                    + Books.row(3, "", "two", "2")
                    + Books.row(4, "", "three", "3")
                    + Books.row(5, "", "four", "4"),
                "<mergeCells><mergeCell ref=\"A2:A4\"/><mergeCell ref=\"A1:A2\"/>"
                    + "<mergeCell ref=\"B5:C5\"/></mergeCells>");
    assertThat(drop(book).tasks())
        .extracting(task -> task.columns().get("topic"))
        .containsExactly("sea", "sea", "sea", "");
  }

  @Test
  void anEncryptedWorkbookIsRefusedWithTheReason() {
    byte[] ole = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 0, 0, 0, 0};
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> Dropped.file(folder, "tasks.xlsx", ole).check())
        .withMessageContaining("protected by a password");
  }

  @Test
  void namesInAnyCase() {
    Path file = Books.of(HEADER + Books.row(2, "1", "one")).write(folder.resolve("T.XlsX"));
    assertThat(new Dropped(file, Options.DEFAULTS).texts()).containsExactly("one");
    assertThat(Dropped.file(folder, "a.CSV", "task\nx\n").texts()).containsExactly("x");
    assertThat(Dropped.file(folder, "a.Md", "- x\n").texts()).containsExactly("x");
  }

  @Test
  void aWorkbookIsUnpackedOnceForAllThatReadIt() throws Exception {
    Path file = Books.of(HEADER + Books.row(2, "1", "one")).write(folder.resolve("a.xlsx"));
    Path same = java.nio.file.Files.copy(file, folder.resolve("b.xlsx"));
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      Intake intake = new Intake(new CamelCsvParser(camel));
      for (Path each : List.of(file, same, file)) {
        TaskFile tasks = intake.open(each, Options.DEFAULTS);
        tasks.check();
        List<Task> read = new ArrayList<>();
        try (CloseableIterator<Task> all = tasks.tasks()) {
          all.forEachRemaining(read::add);
          assertThat(all.hasNext()).isFalse();
        }
        assertThat(read).hasSize(1);
      }
      assertThat(intake.workbooksRead()).isEqualTo(1);
    }
  }

  private String cell(String attributes, String value) {
    Dropped file =
        drop(
            Books.of(
                Books.row(1, "task", "v")
                    + "<row r=\"2\">%s<c r=\"B2\" %s><v>%s</v></c></row>"
                        .formatted(Books.text("A2", "x"), attributes, value)));
    return file.tasks().get(0).columns().get("v");
  }

  private org.assertj.core.api.ThrowableAssertAlternative<InvalidTaskFileException> assertRefused(
      Books book) {
    return assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> drop(book).check());
  }
}
