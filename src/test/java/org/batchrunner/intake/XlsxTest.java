package org.batchrunner.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XlsxTest {

  @TempDir Path folder;

  @Test
  void theFirstSheetIsReadAsACsvFileOfItWouldBe() throws IOException {
    Path file =
        workbook(
            sheet -> {
              sheet.value(0, 0, "id");
              sheet.value(0, 1, "task");
              sheet.value(0, 2, "n");
              sheet.value(1, 0, 7);
              sheet.inlineString(1, 1, "=not a formula\nsecond line é\uD83D\uDE00");
              sheet.value(1, 2, 0.30000000000000004);
              sheet.value(3, 1, "after a gap");
              sheet.value(3, 2, true);
            });

    assertThat(rows(file))
        .containsExactly(
            List.of("id", "task", "n"),
            List.of("7", "=not a formula\nsecond line é\uD83D\uDE00", "0.3"),
            List.of("", "after a gap", "TRUE"));
  }

  @Test
  void datesAreReadAsDatesAndNumbersAsTheirCellsShowThem() throws IOException {
    Path file =
        workbook(
            sheet -> {
              sheet.value(0, 0, LocalDate.of(2026, 11, 23));
              sheet.style(0, 0).format("yyyy-mm-dd").set();
              sheet.value(0, 1, LocalDateTime.of(2026, 11, 23, 23, 15, 7));
              sheet.style(0, 1).format("dd/mm/yyyy hh:mm").set();
              sheet.value(0, 2, 1234567890123456d);
              sheet.value(0, 3, 0.000001);
              sheet.value(0, 4, -12.5);
              sheet.style(0, 4).format("#,##0.00 \"days\"").set();
            });

    assertThat(rows(file))
        .containsExactly(
            List.of(
                "2026-11-23",
                "2026-11-23 23:15:07",
                "1234567890123460",
                "0.000001",
                "-12.50 days"));
  }

  @Test
  void whatExcelEscapesIsReadAsItWas() throws IOException {
    Path file = workbook(sheet -> sheet.value(0, 0, "a_x000D_b _x005F_x000D_ _x"));
    assertThat(rows(file)).containsExactly(List.of("a\rb _x000D_ _x"));
  }

  @Test
  void aFormatIsADatesByItsLettersOutsideOfQuotes() {
    assertThat(List.of("yyyy-mm-dd", "d.m.yy", "h:mm:ss", "[$-409]mmm d", "m/d/yy h:mm"))
        .allMatch(XlsxCell::isDateFormat);
    assertThat(List.of("General", "0.00", "0.00E+00", "#,##0 \"days\"", "[Red]0", "0\\d", "@"))
        .noneMatch(XlsxCell::isDateFormat);
    assertThat(XlsxCell.isDateFormat(null)).isFalse();
  }

  @Test
  void whatIsNoWorkbookIsRefusedWithASentence() throws IOException {
    Path text = Files.writeString(folder.resolve("text.xlsx"), "task\nhello\n");
    Path empty = Files.createFile(folder.resolve("empty.xlsx"));
    Path zip = folder.resolve("zip.xlsx");
    write(zip, Map.of("readme.txt", "x".getBytes(UTF_8)));
    Path noXml = folder.resolve("noxml.xlsx");
    write(noXml, changed(workbook(sheet -> {}), "xl/worksheets/sheet1.xml", "<a><b>"));

    for (Path file : List.of(text, empty, zip, noXml)) {
      assertThatThrownBy(() -> rows(file))
          .isInstanceOf(InvalidTaskFileException.class)
          .hasMessageContaining(file.getFileName().toString())
          .hasMessageContaining("Save it again");
    }
  }

  @Test
  void aCellInAColumnThatNoSheetHasIsRefused() throws IOException {
    Path hostile = folder.resolve("wide.xlsx");
    String sheet =
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
            + "<row r=\"1\"><c r=\"ZZZZZZ1\"><v>1</v></c></row></sheetData></worksheet>";
    write(hostile, changed(workbook(empty -> {}), "xl/worksheets/sheet1.xml", sheet));
    assertThatThrownBy(() -> rows(hostile)).isInstanceOf(InvalidTaskFileException.class);
  }

  @Test
  void aPartThatInflatesBeyondReasonIsRefused() throws IOException {
    Path bomb =
        Books.of(Books.row(1, "task"))
            .part(
                "xl/sharedStrings.xml",
                out -> {
                  out.write("<sst><si><t>".getBytes(UTF_8));
                  byte[] block = " ".repeat(1 << 20).getBytes(UTF_8);
                  for (long size = 0; size <= XlsxParts.TEXTS; size += block.length) {
                    out.write(block);
                  }
                  out.write("</t></si></sst>".getBytes(UTF_8));
                })
            .write(folder.resolve("bomb.xlsx"));
    assertThat(Files.size(bomb)).isLessThan(1_000_000);
    assertThatThrownBy(() -> rows(bomb))
        .isInstanceOf(InvalidTaskFileException.class)
        .hasMessageContaining("too large");
  }

  private Path workbook(Consumer<Worksheet> content) throws IOException {
    Path file = Files.createTempFile(folder, "book", ".xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "test", null)) {
      content.accept(book.newWorksheet("first"));
      book.newWorksheet("second").value(0, 0, "never read");
    }
    return file;
  }

  private static List<List<String>> rows(Path file) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (Xlsx xlsx = Xlsx.open(file)) {
      xlsx.forEachRemaining(rows::add);
    }
    return rows;
  }

  private static Map<String, byte[]> changed(Path workbook, String part, String content)
      throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(workbook.toFile())) {
      for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
        parts.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    assertThat(parts).containsKey(part);
    parts.put(part, content.getBytes(UTF_8));
    return parts;
  }

  private static void write(Path file, Map<String, byte[]> parts) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue());
      }
    }
  }
}
