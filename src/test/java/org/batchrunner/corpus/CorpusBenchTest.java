package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code eval/run --size} measures 10,000 pages in the default heap and in 256 MB. */
@Tag("bench")
class CorpusBenchTest {

  private static final int FILES = 100;
  private static final int PAGES = 100;

  private static final Path DOCUMENTATION = Path.of("docs/grounding.md");
  private static final String START = "<!-- size -->\n";
  private static final String END = "<!-- end of size -->";

  private static final String HEAD =
      """
      | heap | first read | its peak | opened again | passages for a task | a true quotation | altered | invented | peak at work |
      | --- | --: | --: | --: | --: | --: | --: | --: | --: |
      """;

  @TempDir Path temp;

  @Test
  void tenThousandPages() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("docs"));
    BenchWords words = new BenchWords(7);
    for (int file = 0; file < FILES; file++) {
      List<List<String>> pages = new ArrayList<>();
      for (int page = 0; page < PAGES; page++) {
        pages.add(words.page());
      }
      Pdfs.write(folder.resolve("volume-%03d.pdf".formatted(file)), "Volume " + file, pages);
    }
    String table = HEAD + measure(folder, "default") + measure(folder, "256 MB", "-Xmx256m");
    System.out.println(table);
    if (System.getProperty("eval.figures", "").equals("write")) {
      write(table);
    }
  }

  private String measure(Path folder, String heap, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-XX:+UseSerialGC");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(CorpusBench.class.getName());
    command.add(folder.toString());
    command.add(Files.createTempDirectory(temp, "cache").toString());
    command.add(heap);
    Path out = Files.createTempFile(temp, "bench", ".out");
    int code =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start()
            .waitFor();
    String said = Files.readString(out);
    assertThat(code).as(said).isZero();
    assertThat(said).contains("pages " + FILES * PAGES + " ");
    return said.lines().filter(line -> line.startsWith("| ")).findFirst().orElseThrow() + "\n";
  }

  private static void write(String table) throws IOException {
    String text = Files.readString(DOCUMENTATION);
    int start = text.indexOf(START) + START.length();
    Files.writeString(
        DOCUMENTATION, text.substring(0, start) + table + text.substring(text.indexOf(END)));
  }
}
