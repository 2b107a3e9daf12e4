package org.batchrunner.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbookTaskFileTest {

  @TempDir Path folder;

  private Dropped workbook(Consumer<Worksheet> content) throws IOException {
    Path file = folder.resolve("tasks.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "test", "1.0")) {
      content.accept(book.newWorksheet("first"));
    }
    return new Dropped(file, Options.DEFAULTS);
  }

  private static void row(Worksheet sheet, int row, String... cells) {
    for (int i = 0; i < cells.length; i++) {
      sheet.value(row, i, cells[i]);
    }
  }

  @Test
  void readsTheFirstSheetAsACsvFileOfIt() throws Exception {
    Dropped file =
        workbook(
            sheet -> {
              row(sheet, 0, "ID", " Task ", "note");
              row(sheet, 1, "a", "one\nmore", "n");
              row(sheet, 3, "b", "", "");
              row(sheet, 4, "", "two");
            });

    assertThat(file.tasks()).extracting(Task::id).containsExactly("a", "2");
    assertThat(file.texts()).containsExactly("one\nmore", "two");
    assertThat(file.tasks().get(0).columns())
        .containsExactly(entry("ID", "a"), entry("Task", "one\nmore"), entry("note", "n"));
    assertThat(file.check().dropped()).isEqualTo(1);
    assertThat(file.check().sha256())
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file.path()))));
  }

  @Test
  void namesTheRowThatIsWrong() throws IOException {
    Dropped file =
        workbook(
            sheet -> {
              row(sheet, 0, "task");
              row(sheet, 5, "one", "too much");
            });

    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(file::check)
        .withMessageStartingWith("tasks.xlsx, line 6: the row has 2 cells and the header 1");
  }

  @Test
  void refusesWhatIsNoWorkbook() {
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> Dropped.file(folder, "tasks.xlsx", "task\nhello\n").check())
        .withMessageStartingWith("tasks.xlsx: this is not an Excel workbook");
  }
}
