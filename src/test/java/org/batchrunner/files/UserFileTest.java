package org.batchrunner.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UserFileTest {

  @TempDir Path folder;

  private static void refused(Path file, String clause) {
    for (FileKind kind : FileKind.values()) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () ->
              assertThatThrownBy(() -> UserFile.text(file, kind))
                  .isInstanceOf(UnusableFileException.class)
                  .hasMessageStartingWith(file + " ")
                  .hasMessageContaining(clause));
    }
  }

  @Test
  void aFolderIsToldAsSuchAndWhatIsNotThereIsNotThere() {
    refused(folder, "a folder");
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> UserFile.text(none, FileKind.RULES))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void devicesPipesSocketsAndTheSystemsOwn() throws Exception {
    Path pipe = folder.resolve("pipe.yaml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    refused(pipe, "is a pipe");
    refused(Path.of("/dev/zero"), "a device");
    Path link = Files.createSymbolicLink(folder.resolve("zero"), Path.of("/dev/zero"));
    refused(link, "a device");
    refused(Path.of("/proc/self/environ"), "made by the operating system");
    refused(
        Files.createSymbolicLink(folder.resolve("env"), Path.of("/proc/self/environ")),
        "made by the operating system");
    Path socket = folder.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      refused(socket, "a socket");
    }
    assertThatThrownBy(() -> UserFile.requireFolder(Path.of("/proc")))
        .hasMessageContaining("operating system");
    assertThatThrownBy(() -> UserFile.requireFolder(Path.of("/dev")))
        .hasMessageContaining("operating system");
  }

  @Test
  void links() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "a: 1");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThat(UserFile.text(link, FileKind.OPTIONS)).isEqualTo("a: 1");
    assertThatThrownBy(() -> UserFile.text(link, FileKind.OPTIONS, LinkOption.NOFOLLOW_LINKS))
        .hasMessageContaining("is a link");
    refused(Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop")), "link");
    refused(Files.createSymbolicLink(folder.resolve("gone"), Path.of("nothing")), "link");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPTIONS", "RULES", "SETTINGS"})
  void isBoundedAlsoWhereItGrows(FileKind kind) throws IOException {
    Path file = Files.writeString(folder.resolve("large"), "x".repeat(1_000_001));
    assertThatThrownBy(() -> UserFile.text(file, kind)).hasMessageContaining("1 MB at most");
    Files.writeString(file, "x".repeat(1_000_000));
    assertThat(UserFile.text(file, kind)).hasSize(1_000_000);
    try (var in = UserFile.open(file, kind)) {
      Files.writeString(file, "x".repeat(1_100_000));
      assertThatThrownBy(in::readAllBytes).hasMessageContaining("1 MB at most");
    }
  }

  @Test
  void isUtf8WithOrWithoutAMark() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "\uFEFFé");
    assertThat(UserFile.text(file, FileKind.RULES)).isEqualTo("é");
    Files.write(file, new byte[] {(byte) 0xE9});
    assertThatThrownBy(() -> UserFile.text(file, FileKind.RULES))
        .hasMessageContaining("is not UTF-8");
  }
}
