package org.batchrunner.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small workbooks that would cost much are refused before they have cost it. */
class XlsxBombTest {

  private static final long MB = 1 << 20;
  private static final String GOOD = Books.row(1, "task") + Books.row(2, "one");

  @TempDir Path folder;

  @Test
  void aSheetThatUnpacksAThousandfold() throws Exception {
    Path bomb =
        Books.of(GOOD)
            .part(
                "xl/worksheets/sheet1.xml",
                out -> {
                  text(out, "<worksheet><sheetData>" + Books.row(1, "task"));
                  String row = Books.row(2, "x").repeat(10_000);
                  repeat(out, row, 3_500 * MB / 4);
                  text(out, "</sheetData></worksheet>");
                })
            .write(folder.resolve("tasks.xlsx"));
    assertThat(bomb).satisfies(file -> assertThat(Files.size(file)).isLessThan(8 * MB));
    refusedInASmallHeap(bomb);
  }

  @Test
  void partsThatAreNotNeededAreNotRead() {
    Books book = Books.of(GOOD);
    for (int i = 0; i < 20; i++) {
      book.part(
          "xl/worksheets/extra%d.xml".formatted(i),
          out -> {
            text(out, "<worksheet>");
            repeat(out, "<x>" + "y".repeat(5_000) + "</x>", 95 * MB);
            text(out, "</worksheet>");
          });
    }
    Path file = book.write(folder.resolve("tasks.xlsx"));

    Cost cost = cost(file);
    assertThat(cost.refusal).isNull();
    assertThat(cost.rows).isEqualTo(2);
    cheap(cost);
  }

  @Test
  void oneAttributeOfHundredsOfMegabytes() {
    Path bomb =
        Books.of(GOOD)
            .part(
                "xl/worksheets/sheet1.xml",
                out -> {
                  text(out, "<worksheet><sheetData><row r=\"1\" spans=\"");
                  repeat(out, "1".repeat(10_000), 300 * MB);
                  text(out, "\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>");
                })
            .write(folder.resolve("tasks.xlsx"));
    refused(bomb).contains("too large");
  }

  @Test
  void oneCellOfHundredsOfMegabytes() {
    Path bomb =
        Books.of(GOOD)
            .part(
                "xl/worksheets/sheet1.xml",
                out -> {
                  text(out, "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>");
                  repeat(out, "long ".repeat(10_000), 300 * MB);
                  text(out, "</v></c></row></sheetData></worksheet>");
                })
            .write(folder.resolve("tasks.xlsx"));
    refused(bomb).contains("too large");
  }

  @Test
  void oneSharedStringOfHundredsOfMegabytes() {
    Path bomb =
        Books.of(GOOD)
            .part(
                "xl/sharedStrings.xml",
                out -> {
                  text(out, "<sst><si><t>");
                  repeat(out, "long ".repeat(10_000), 300 * MB);
                  text(out, "</t></si></sst>");
                })
            .write(folder.resolve("tasks.xlsx"));
    refused(bomb).contains("too large");
  }

  @Test
  void manyShortSharedStrings() throws Exception {
    Path bomb =
        Books.of(GOOD)
            .part(
                "xl/sharedStrings.xml",
                out -> {
                  text(out, "<sst>");
                  repeat(out, "<si><t>a</t></si>".repeat(1_000), 300 * MB);
                  text(out, "</sst>");
                })
            .write(folder.resolve("tasks.xlsx"));
    refusedInASmallHeap(bomb);
  }

  @Test
  void aCellOfManyPiecesThatAreShortEach() {
    Path bomb =
        Books.of(GOOD)
            .part(
                "xl/sharedStrings.xml",
                out -> {
                  text(out, "<sst><si>");
                  noise(out, "<r><t>%s</t></r>", 40 * MB);
                  text(out, "</si></sst>");
                })
            .write(folder.resolve("tasks.xlsx"));
    refused(bomb).contains("longer than");
  }

  @Test
  void aStringThatIsSharedByTooManyCells() throws Exception {
    StringBuilder rows = new StringBuilder(Books.row(1, "task"));
    for (int i = 2; i < 3_000; i++) {
      rows.append("<row r=\"%d\"><c r=\"A%d\" t=\"s\"><v>0</v></c></row>".formatted(i, i));
    }
    Path bomb =
        Books.of(rows.toString())
            .strings("<si><t>" + "x".repeat(900_000) + "</t></si>")
            .write(folder.resolve("tasks.xlsx"));
    refusedInASmallHeap(bomb);
  }

  @Test
  void cellsFarToTheRightInEachRow() {
    StringBuilder rows = new StringBuilder(Books.row(1, "task"));
    for (int i = 2; i < 20_000; i++) {
      rows.append("<row r=\"%d\"><c r=\"XFD%d\"><v>1</v></c></row>".formatted(i, i));
    }
    refused(Books.of(rows.toString()).write(folder.resolve("tasks.xlsx"))).contains("too large");
  }

  @Test
  void elementsInElementsWithoutEnd() {
    Path bomb =
        Books.of(GOOD)
            .part(
                "xl/worksheets/sheet1.xml",
                out -> {
                  text(out, "<worksheet>");
                  repeat(out, "<a>".repeat(5_000), 10 * MB);
                })
            .write(folder.resolve("tasks.xlsx"));
    refused(bomb).contains("damaged");
  }

  @Test
  void entitiesThatGrow() {
    Path bomb =
        Books.of(GOOD)
            .part(
                "xl/worksheets/sheet1.xml",
                Books.Part.of(
                    "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>"
                        + "<worksheet><sheetData><row r=\"1\"><c t=\"str\"><v>&b;</v></c></row>"
                        + "</sheetData></worksheet>"))
            .write(folder.resolve("tasks.xlsx"));
    refused(bomb).contains("damaged");
  }

  @Test
  void aTextInUtf16CanNotHideAnAttribute() {
    Path bomb =
        Books.of(GOOD)
            .part(
                "xl/worksheets/sheet1.xml",
                out -> {
                  out.write(new byte[] {(byte) 0xFE, (byte) 0xFF});
                  out.write("<worksheet a=\"".getBytes(java.nio.charset.StandardCharsets.UTF_16BE));
                  byte[] block =
                      "\u3C3C".repeat(10_000).getBytes(java.nio.charset.StandardCharsets.UTF_16BE);
                  for (int i = 0; i < 5_000; i++) {
                    out.write(block);
                  }
                })
            .write(folder.resolve("tasks.xlsx"));
    refused(bomb);
  }

  @Test
  void moreCellsThanASheetCanHave() {
    Path bomb =
        Books.of(GOOD)
            .part(
                "xl/worksheets/sheet1.xml",
                out -> {
                  text(out, "<worksheet><sheetData><row>");
                  repeat(out, "<c t=\"str\"><v>x</v></c>".repeat(1_000), 30 * MB);
                  text(out, "</row></sheetData></worksheet>");
                })
            .write(folder.resolve("tasks.xlsx"));
    refused(bomb);
  }

  private AbstractStringAssert<?> refused(Path bomb) {
    Cost cost = cost(bomb);
    assertThat(cost.refusal).as("refusal").isNotNull();
    cheap(cost);
    return assertThat(cost.refusal).startsWith("tasks.xlsx");
  }

  /** Where much is read, little of it may be kept. */
  private void refusedInASmallHeap(Path bomb) throws IOException, InterruptedException {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                XlsxBombTest.class.getName(),
                bomb.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), UTF_8);
    assertThat(java.waitFor()).as(said).isZero();
    assertThat(said).startsWith("tasks.xlsx: the workbook is too large").contains("MS=");
    assertThat(Integer.parseInt(said.substring(said.indexOf("MS=") + 3).strip())).isLessThan(8_000);
  }

  public static void main(String[] file) {
    Cost cost = cost(Path.of(file[0]));
    System.out.println(cost.refusal + " MS=" + cost.millis);
  }

  private static void cheap(Cost cost) {
    assertThat(cost.millis).as("milliseconds").isLessThan(5_000);
    assertThat(cost.allocated / MB).as("megabytes").isLessThan(150);
  }

  private record Cost(String refusal, int rows, long millis, long allocated) {}

  private static Cost cost(Path file) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    long start = threads.getCurrentThreadCpuTime();
    String refusal = null;
    int rows = 0;
    try (Xlsx sheet = Xlsx.open(file)) {
      while (sheet.hasNext()) {
        sheet.next();
        rows++;
      }
    } catch (InvalidTaskFileException e) {
      refusal = e.getMessage();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Cost cost =
        new Cost(
            refusal,
            rows,
            TimeUnit.NANOSECONDS.toMillis(threads.getCurrentThreadCpuTime() - start),
            threads.getCurrentThreadAllocatedBytes() - before);
    return cost;
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
  }

  private static void repeat(OutputStream out, String text, long size) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    for (long written = 0; written < size; written += bytes.length) {
      out.write(bytes);
    }
  }

  /** Text that does not pack well. */
  private static void noise(OutputStream out, String form, long size) throws IOException {
    Random random = new Random(1);
    for (long written = 0; written < size; ) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 1_000; i++) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      byte[] bytes = form.formatted(text).getBytes(UTF_8);
      out.write(bytes);
      written += bytes.length;
    }
  }
}
