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

class OptionFilesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "tasks.yaml, tasks.csv, true",
    "tasks.yml, tasks.csv, true",
    "tasks.csv.yaml, tasks.csv, true",
    "tasks.csv.yml, tasks.csv, true",
    "TASKS.YAML, tasks.csv, true",
    "Tasks.Csv.Yml, tASKS.CSV, true",
    "a.b.yaml, a.b.jsonl, true",
    "pre\u0301nom.yml, pr\u00e9nom.csv, true",
    "tasks.yaml, tasks.xlsx, true",
    "tasks.yaml, other.csv, false",
    "tasks.yaml, tasks-2.csv, false",
    "tasks.csv.yaml, tasks.tsv, false",
    "a.yaml, a.b.csv, false",
    ".tasks.yaml, tasks.csv, false",
    "tasks.yaml, tasks.yml, false",
    "tasks.yaml, tasks.csv.part, false"
  })
  void whichBelongsToWhich(String options, String tasks, boolean belongs) throws IOException {
    assertThat(OptionFiles.belongs(options, tasks)).isEqualTo(belongs);
    Path task = Files.writeString(folder.resolve(tasks), "task\n");
    Path option = Files.writeString(folder.resolve(options), "");
    assertThat(OptionFiles.of(task).isPresent()).isEqualTo(belongs);
    if (belongs) {
      assertThat(OptionFiles.tasksOf(option)).containsExactly(tasks);
    }
  }

  @Test
  void severalAreRefusedByName() throws IOException {
    Path task = Files.writeString(folder.resolve("tasks.csv"), "task\n");
    Files.writeString(folder.resolve("tasks.yaml"), "per-batch-cap: 1");
    Files.writeString(folder.resolve("tasks.yml"), "per-batch-cap: 2");
    assertThatExceptionOfType(InvalidOptionFileException.class)
        .isThrownBy(() -> OptionFiles.of(task))
        .withMessageContaining("tasks.yaml and tasks.yml")
        .withMessageContaining("keep only one");
  }

  @Test
  void aTaskFileOnItsWayIsAwaited() throws IOException {
    Path options = Files.writeString(folder.resolve("tasks.yaml"), "");
    assertThat(OptionFiles.isAwaited(options)).isFalse();
    for (String name : new String[] {"tasks.csv.part", ".tasks.csv.a1b2c3", "Tasks.csv.filepart"}) {
      Path part = Files.writeString(folder.resolve(name), "");
      assertThat(OptionFiles.isAwaited(options)).as(name).isTrue();
      Files.delete(part);
    }
  }
}
