package org.batchrunner.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFilesTest {

  @TempDir Path folder;

  @Test
  void aReaderSeesTheOldFileOrTheNewOneAndNothingBetween() throws Exception {
    Path file = folder.resolve("progress.json");
    byte[] small = "a".repeat(10).getBytes(UTF_8);
    byte[] large = "b".repeat(300_000).getBytes(UTF_8);
    SafeFiles.write(file, small);
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch reading = new CountDownLatch(1);
    ExecutorService readers = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> whole =
          readers.submit(
              () -> {
                boolean all = true;
                do {
                  byte[] seen = Files.readAllBytes(file);
                  reading.countDown();
                  all &= seen.length == small.length || seen.length == large.length;
                } while (!done.get());
                return all;
              });
      reading.await();
      for (int i = 0; i < 300; i++) {
        SafeFiles.write(file, i % 2 == 0 ? large : small);
      }
      done.set(true);
      assertThat(whole.get()).isTrue();
    } finally {
      readers.shutdownNow();
    }
  }

  @Test
  void aFileThatIsNotKeptWasNeverThere() throws IOException {
    Path file = folder.resolve("results.csv");
    SafeFiles.write(file, "old".getBytes(UTF_8));
    try (SafeFiles.Aside aside = SafeFiles.open(file)) {
      aside.stream().write("half".getBytes(UTF_8));
      aside.stream().flush();
      assertThat(file).hasContent("old");
    }
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("results.csv");
  }

  @Test
  void othersMayReadWhatTheyMayReadInTheFolder() throws IOException {
    Path plain = Files.createFile(folder.resolve("plain"));
    Path file = folder.resolve("file");
    SafeFiles.write(file, new byte[1]);
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void leftoversOfACrashAreSweptAndNothingElse() throws IOException {
    Files.createFile(folder.resolve(".progress.json.1f.tmp"));
    Files.createFile(folder.resolve("mine.tmp"));
    Files.createFile(folder.resolve(".keep"));
    SafeFiles.sweep(folder);
    assertThat(names()).containsExactlyInAnyOrder("mine.tmp", ".keep");
  }

  @Test
  void aLinkIsNotWrittenThrough() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "mine");
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), outside);
    assertThatThrownBy(() -> SafeFiles.write(link, new byte[] {1}))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("is a link to somewhere else");
    assertThat(outside).hasContent("mine");
    assertThat(names()).containsExactlyInAnyOrder("outside", "link.json");
  }

  @Test
  void aBatchFolderThatIsALinkIsRefused() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path outbox = Files.createDirectory(folder.resolve("outbox"));
    Files.createSymbolicLink(outbox.resolve("batch"), outside);
    assertThatThrownBy(() -> new Outbox(outbox).folder("batch"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("is a link or a file");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aNameThatLeadsOutOfTheFolderIsRefused() {
    Stream.of("..", ".", "", "a/b", "../x", "/etc/passwd")
        .forEach(
            name ->
                assertThatThrownBy(() -> SafeFiles.in(folder, name))
                    .isInstanceOf(IllegalArgumentException.class));
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }

  @Test
  void whatIsBeingWrittenIsNotSweptAway() throws IOException {
    Path target = folder.resolve("tasks.csv");
    try (SafeFiles.Aside aside = SafeFiles.open(target)) {
      aside.stream().write(1);
      SafeFiles.sweep(folder);
      aside.keep();
    }
    assertThat(target).hasBinaryContent(new byte[] {1});
  }
}
