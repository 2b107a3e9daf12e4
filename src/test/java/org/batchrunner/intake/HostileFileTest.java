package org.batchrunner.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that would take all memory, each checked by a program with a heap of 64 MB. */
class HostileFileTest {

  private static final String MEGABYTE = "x".repeat(1 << 20);

  @TempDir Path folder;

  @FunctionalInterface
  private interface Content {
    void write(BufferedWriter out) throws IOException;
  }

  private Path file(String name, Content content) throws IOException {
    Path file = folder.resolve(name);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      content.write(out);
    }
    return file;
  }

  /** What a program with little memory says about the file. */
  private static String checked(Path file) throws Exception {
    Path output = file.resolveSibling("output");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(program.waitFor(3, TimeUnit.MINUTES)).as("it ends").isTrue();
    } finally {
      program.destroyForcibly();
    }
    return Files.readString(output);
  }

  @Test
  void readsAMillionRows() throws Exception {
    Path csv =
        file(
            "a.csv",
            out -> {
              out.write("id,task,note\r\n");
              for (int i = 1; i <= 1_000_000; i++) {
                out.write(i + ",\"Write a line about the number, " + i + "\",n\r\n");
              }
            });

    assertThat(checked(csv)).contains("1000000 tasks");
  }

  @Test
  void refusesACellOfAHundredMegabytes() throws Exception {
    Path quoted = file("q.csv", out -> huge(out, "task\nok\n\"", "\"\n"));
    Path plain = file("p.csv", out -> huge(out, "task\nok\n", "\n"));

    assertThat(checked(quoted)).contains("q.csv, line 3: a quote opens here and does not close");
    assertThat(checked(plain)).contains("p.csv, line 3: the row is longer than 4,000,000");
  }

  private static void huge(BufferedWriter out, String start, String end) throws IOException {
    out.write(start);
    for (int i = 0; i < 100; i++) {
      out.write(MEGABYTE);
    }
    out.write(end);
  }

  @Test
  void refusesALineOfAHundredMegabytes() throws Exception {
    Path text = file("t.txt", out -> huge(out, "ok\n", "\n"));
    Path json = file("j.jsonl", out -> huge(out, "{\"task\": \"", "\"}\n"));

    assertThat(checked(text)).contains("t.txt, line 2: the line is longer than 4,000,000");
    assertThat(checked(json)).contains("j.jsonl, line 1: the line is longer than 4,000,000");
  }

  @Test
  void refusesAMillionColumns() throws Exception {
    Path csv =
        file(
            "c.csv",
            out -> {
              out.write("task");
              for (int i = 0; i < 1_000_000; i++) {
                out.write(",c" + i);
              }
              out.write("\nx\n");
            });

    assertThat(checked(csv)).contains("c.csv, line 1: the row has more than 16,384 cells");
  }

  @Test
  void aQuoteThatNeverClosesDoesNotSwallowABigFile() throws Exception {
    Path csv =
        file(
            "u.csv",
            out -> {
              out.write("id,task\n1,ok\n2,\"oops\n");
              for (int i = 3; i <= 1_000_000; i++) {
                out.write(i + ",a row that was fine before\n");
              }
            });

    assertThat(checked(csv)).contains("u.csv, line 3: a quote opens here and does not close");
  }

  @Test
  void readsAsManyColumnsAsASpreadsheetHas() throws IOException {
    StringBuilder text = new StringBuilder("task");
    text.append(",same".repeat(16_383)).append("\nx").append(",1".repeat(16_383)).append('\n');
    Dropped file = Dropped.file(folder, "wide.csv", text.toString());

    assertThat(file.check().columns()).hasSize(16_384).doesNotHaveDuplicates();
  }

  @Test
  void aTaskMayHaveAMillionCharactersAndNoMore() {
    Dropped most = Dropped.file(folder, "m.csv", "task\n" + "x".repeat(1_000_000));
    Dropped more = Dropped.file(folder, "n.csv", "task\nok\n" + "x".repeat(1_000_001));

    assertThat(most.check().tasks()).isEqualTo(1);
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(more::check)
        .withMessageContaining("n.csv, line 3: the task has more than 1,000,000 characters");
  }

  /** Reads a file as the program does. */
  static final class SmallHeap {

    private SmallHeap() {}

    public static void main(String[] args) {
      Dropped file = new Dropped(Path.of(args[0]), Options.DEFAULTS);
      try {
        long start = System.nanoTime();
        System.out.println(file.check().tasks() + " tasks");
        System.out.println(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms");
      } catch (InvalidTaskFileException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
