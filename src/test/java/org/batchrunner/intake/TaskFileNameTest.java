package org.batchrunner.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskFileNameTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "a.csv,TASKS",
    "A.CSV,TASKS",
    "a.b.tsv,TASKS",
    "a.txt,TASKS",
    "a.md,TASKS",
    "a.jsonl,TASKS",
    "a.yaml,OPTIONS",
    "a.csv.done,MARKER",
    ".a.csv,LEFT_ALONE",
    ".csv,LEFT_ALONE",
    "a.csv.part,LEFT_ALONE",
    "a.csv.filepart,LEFT_ALONE",
    "a.csv.TMP,LEFT_ALONE",
    "a.csv.crdownload,LEFT_ALONE",
    "a.csv~,LEFT_ALONE",
    "~$a.csv,LEFT_ALONE",
    "a.xlsx,TASKS",
    "a.xls,UNKNOWN",
    "csv,UNKNOWN",
    "a.json,UNKNOWN"
  })
  void tellsFilesByTheirNames(String name, TaskFileName is) {
    assertThat(TaskFileName.of(name)).isEqualTo(is);
  }

  @Test
  void findsWhatBelongsToATaskFile() {
    assertThat(TaskFileName.stem("a.b.csv")).isEqualTo("a.b");
    assertThat(TaskFileName.optionsOf("a.b.csv")).isEqualTo("a.b.yaml");
    assertThat(TaskFileName.markerOf("a.b.csv")).isEqualTo("a.b.csv.done");
  }

  @Test
  void refusesOtherFormatsWithAWayOut() {
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> Dropped.file(folder, "a.xls", "x").open())
        .withMessageContaining(".csv .tsv .txt .md .jsonl .xlsx")
        .withMessageContaining("CSV UTF-8");
  }

  @Test
  void refusesFoldersAndLinks() throws IOException {
    Path target = Files.writeString(folder.resolve("secret.csv"), "task\nx\n");
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), target);
    Path directory = Files.createDirectory(folder.resolve("dir.csv"));

    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> new Dropped(link, org.batchrunner.task.options.Options.DEFAULTS).open())
        .withMessageContaining("link.csv: this is a link");
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(
            () -> new Dropped(directory, org.batchrunner.task.options.Options.DEFAULTS).open())
        .withMessageContaining("dir.csv: this is a folder");
  }
}
