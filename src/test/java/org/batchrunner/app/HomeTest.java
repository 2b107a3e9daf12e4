package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Started by Java alone in an empty folder, the program has that folder for its home. */
class HomeTest {

  @TempDir Path folder;

  private void workOne(String name) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath(),
            "org.batchrunner.app.BatchRunner",
            "watch",
            "--server.port=0",
            "--spring.artemis.mode=native",
            "--batch-runner.mode=mock",
            "--batch-runner.settle-time=0s");
    builder.environment().keySet().removeIf(key -> key.startsWith("BATCHRUNNER_"));
    Process process =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    try {
      Path aside = Files.writeString(folder.resolve(name), "task\nHello " + name + "\n");
      Files.move(aside, Files.createDirectories(folder.resolve("inbox")).resolve(name));
      long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
      while (reports() < (name.startsWith("a") ? 1 : 2)) {
        assertThat(System.nanoTime())
            .as(Files.readString(folder.resolve(name + ".log")))
            .isLessThan(end);
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    } finally {
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Also where the program is started in another folder. An empty entry is the current folder. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private long reports() throws IOException {
    if (!Files.isDirectory(folder.resolve("outbox"))) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder.resolve("outbox"), 2)) {
      return files.filter(file -> file.endsWith("batch_report.csv")).count();
    }
  }

  @Test
  void ledgerInboxAndOutboxAreThereAtEachStart() throws Exception {
    workOne("a.csv");
    assertThat(folder.resolve("data/ledger.db")).isRegularFile();
    workOne("b.csv");
  }
}
