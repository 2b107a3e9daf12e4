package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch never starts without the cap that stands beside its file. */
class InboxOptionsTest {

  @TempDir Path home;

  private TestProgram.Watch start() {
    return TestProgram.in(home)
        .with("--batch-runner.mode=mock", "--batch-runner.poll.inbox=50")
        .watch();
  }

  private void drop(String name, String content) throws IOException {
    Path aside = Files.writeString(home.resolve(name), content);
    Files.move(aside, Files.createDirectories(home.resolve("inbox")).resolve(name));
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String options(String stem) throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < end) {
      for (String batch : names(home.resolve("outbox"))) {
        Path options = home.resolve("outbox").resolve(batch).resolve("options.yaml");
        if (batch.startsWith(stem + "-") && Files.exists(options)) {
          return Files.readString(options);
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    throw new AssertionError("no batch of " + stem + "; " + names(home.resolve("inbox/.failed")));
  }

  private String refusal(String name) throws IOException {
    Path error = home.resolve("inbox/.failed").resolve(name + ".error.txt");
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < end) {
      if (Files.exists(error) && Files.size(error) > 0) {
        return Files.readString(error);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    throw new AssertionError("not refused: " + name + "; " + names(home.resolve("outbox")));
  }

  @Test
  void anyOfItsNames() throws IOException {
    try (TestProgram.Watch watching = start()) {
      String[] forms = {"a.yml", "B.YAML", "c.csv.yaml", "d.CSV.yml"};
      String[] files = {"a.csv", "b.csv", "c.csv", "d.csv"};
      for (int i = 0; i < forms.length; i++) {
        drop(forms[i], "per-batch-cap: 0.%d7\n".formatted(i + 1));
        drop(files[i], "task\nHello %d\n".formatted(i));
      }
      for (int i = 0; i < forms.length; i++) {
        assertThat(options(files[i].substring(0, 1)))
            .contains("per-batch-cap: 0.%d7".formatted(i + 1));
      }
    }
  }

  @Test
  void twoOfThemALinkOrAFolderAreRefusedWithTheirNames() throws IOException {
    try (TestProgram.Watch watching = start()) {
      drop("a.yaml", "per-batch-cap: 1\n");
      drop("a.yml", "per-batch-cap: 2\n");
      drop("a.csv", "task\nHello\n");
      assertThat(refusal("a.csv")).contains("a.yaml and a.yml", "keep only one");
      Path inbox = home.resolve("inbox");
      Path elsewhere = Files.writeString(home.resolve("elsewhere"), "secret: hunter2\n");
      Files.createSymbolicLink(inbox.resolve("b.yml"), elsewhere);
      drop("b.csv", "task\nHello\n");
      assertThat(refusal("b.csv")).contains("b.yml", "is a link").doesNotContain("hunter2");
      assertThat(names(inbox)).containsOnly(".failed");
      assertThat(elsewhere).exists();
    }
  }

  @Test
  void twoTaskFilesWithOneOptionFileBothHaveIt() throws IOException {
    drop("s.yaml", "per-batch-cap: 0.37\n");
    drop("s.csv", "task\nHello\n");
    drop("s.txt", "Good day\n");
    try (TestProgram.Watch watching = start()) {
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (names(home.resolve("outbox")).stream().filter(n -> n.startsWith("s-")).count() < 2
          && System.nanoTime() < end) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
    int batches = 0;
    for (String batch : names(home.resolve("outbox"))) {
      if (batch.startsWith("s-")) {
        batches++;
        assertThat(home.resolve("outbox").resolve(batch).resolve("options.yaml"))
            .content()
            .contains("per-batch-cap: 0.37");
      }
    }
    assertThat(batches).isEqualTo(2);
    assertThat(names(home.resolve("inbox"))).containsOnly(".done");
  }

  @Test
  void ofRunToo() throws IOException {
    Path file = Files.writeString(home.resolve("t.csv"), "task\nHello\n");
    Files.writeString(home.resolve("t.yml"), "per-batch-cap: 0.17\n");
    TestProgram program = TestProgram.in(home).set("mode", "mock");
    assertThat(program.run("run", file.toString()).code()).isZero();
    assertThat(options("t")).contains("per-batch-cap: 0.17");
    Files.writeString(home.resolve("t.YAML"), "per-batch-cap: 0.18\n");
    for (String command : List.of("plan", "run")) {
      TestProgram.Said said = program.run(command, file.toString());
      assertThat(said.code()).isEqualTo(2);
      assertThat(said.err()).contains("t.YAML and t.yml", "keep only one").doesNotContain("\tat ");
    }
  }
}
